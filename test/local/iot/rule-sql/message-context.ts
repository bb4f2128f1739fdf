/** A message as the rule SQL tests see it. */
import { NotJsonError } from '../../../../local/iot/rule-sql/evaluate';
import type { RuleContext, Value } from '../../../../local/iot/rule-sql/expression';

export function contextOf(payload: string | Buffer, members: Partial<RuleContext> = {}): RuleContext {
  const bytes = Buffer.from(payload);
  return {
    topic: 'sensors/a1/telemetry',
    clientId: 'client-1',
    receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 67),
    payload: bytes,
    json: () => {
      try {
        return JSON.parse(bytes.toString()) as Value;
      } catch {
        throw new NotJsonError();
      }
    },
    newUuid: () => '00000000-0000-4000-8000-000000000000',
    ...members,
  };
}
