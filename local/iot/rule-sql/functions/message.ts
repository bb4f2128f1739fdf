/** Functions that tell about the message and the rule: topic, client, time, ids. */
import { toInt } from '../conversions';
import type { RuleContext, RuleFunction } from '../expression';
import { RuleNumber } from '../rule-number';
import type { Value } from '../value';

const withoutArguments = (name: string, evaluate: (context: RuleContext) => Value): RuleFunction => ({ name, minArguments: 0, maxArguments: 0, evaluate });

export const messageFunctions: readonly RuleFunction[] = [
  withoutArguments('clientid', (context) => context.clientId),
  withoutArguments('newuuid', (context) => context.newUuid()),
  withoutArguments('rand', (context) => RuleNumber.double(context.random())),
  withoutArguments('sql_version', (context) => context.version),
  withoutArguments('timestamp', (context) => RuleNumber.int(context.receivedAt)),
  withoutArguments('traceid', (context) => context.traceId()),
  { name: 'topic', minArguments: 0, maxArguments: 1, evaluate: topic },
];

function topic(context: RuleContext, values: readonly Value[]): Value {
  if (values.length === 0) return context.topic;
  const level = toInt(values[0])?.toDouble();
  return level === undefined ? undefined : context.topic.split('/')[level - 1];
}
