/** A message as the rule SQL tests see it: everything that differs from run to run is fixed. */
import type { RuleContext } from '../../../../local/iot/rule-sql/expression';
import type { Statement } from '../../../../local/iot/rule-sql/parse-statement';
import { MessageContext } from '../../../../local/iot/message-context';

export function contextOf(payload: string | Buffer, statement: Pick<Statement, 'version' | 'variables'> = { version: '2016-03-23', variables: new Map() }, topic = 'sensors/a1/telemetry'): RuleContext {
  const message = { topic, clientId: 'client-1', receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 67), payload: Buffer.from(payload) };
  return Object.assign(new MessageContext(message, statement), {
    newUuid: () => '00000000-0000-4000-8000-000000000000',
    traceId: () => '12345678-1234-1234-1234-123456789012',
    random: () => 0.25,
  });
}
