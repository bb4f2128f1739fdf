/** The functions a rule may call, by name; whatever is not here is refused when the rule is read. */
import type { RuleContext, RuleFunction, Value } from './expression';
import { formatTime, timePatternProblem } from './format-time';
import { toNumber, toText } from './conversions';

// Source of the list and its behaviour: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html
const functions: readonly RuleFunction[] = [
  { name: 'clientid', minArguments: 0, maxArguments: 0, evaluate: (context) => context.clientId },
  { name: 'timestamp', minArguments: 0, maxArguments: 0, evaluate: (context) => context.receivedAt },
  { name: 'newuuid', minArguments: 0, maxArguments: 0, evaluate: (context) => context.newUuid() },
  { name: 'topic', minArguments: 0, maxArguments: 1, evaluate: topic },
  {
    name: 'encode',
    minArguments: 2,
    maxArguments: 2,
    literalProblem: (position, value) => (position === 1 && value !== 'base64' ? "encode() knows the scheme 'base64' only" : undefined),
    evaluate: (_context, [value, scheme]) => {
      const text = toText(value);
      return text === undefined || scheme !== 'base64' ? undefined : Buffer.from(text, 'utf8').toString('base64');
    },
  },
  {
    name: 'parse_time',
    minArguments: 2,
    maxArguments: 3,
    literalProblem: (position, value) => {
      if (position === 0) return typeof value === 'string' ? timePatternProblem(value) : 'parse_time() wants its pattern as text';
      if (position === 2 && value !== 'UTC') return "parse_time() knows the time zone 'UTC' only, others are not supported yet";
      return undefined;
    },
    evaluate: (_context, [pattern, time, zone = 'UTC']) => {
      const epochMs = toNumber(time);
      if (typeof pattern !== 'string' || epochMs === undefined || zone !== 'UTC') return undefined;
      return formatTime(pattern, epochMs);
    },
  },
];

function topic(context: RuleContext, values: readonly Value[]): Value {
  if (values.length === 0) return context.topic;
  const level = toNumber(values[0]);
  return level === undefined ? undefined : context.topic.split('/')[level - 1];
}

/** Function names are case-insensitive, as all words of the language but field names. */
export function ruleFunction(name: string): RuleFunction | undefined {
  return functions.find((candidate) => candidate.name === name.toLowerCase());
}
