/** Times to text and back; timestamp() is among the functions on the message. */
import { toNumber, toText } from '../conversions';
import { literalText, type RuleFunction } from '../expression';
import { RuleNumber } from '../rule-number';
import { formatTime, timePatternProblem, zoneProblem } from '../time/format-time';
import { readPatternProblem, readTime } from '../time/read-time';

/** Patterns and zones are literals here, so that what of them is not supported is known at the start. */
const notLiteral = 'a pattern or time zone that is not a literal text is not supported';

export const timeFunctions: readonly RuleFunction[] = [
  {
    name: 'parse_time', minArguments: 2, maxArguments: 3, since: '2016-03-23',
    argumentProblem: (position, argument, [pattern]) => {
      if (position === 1) return undefined;
      const text = literalText(argument);
      if (text === undefined) return notLiteral;
      return position === 0 ? timePatternProblem(text) : zoneProblem(text, (pattern && literalText(pattern)) ?? '');
    },
    evaluate: (_context, [pattern, time, zone = 'UTC']) => {
      const epochMs = toNumber(time)?.truncated().toDouble();
      return typeof pattern !== 'string' || epochMs === undefined || typeof zone !== 'string' ? undefined : formatTime(pattern, epochMs, zone);
    },
  },
  {
    name: 'time_to_epoch', minArguments: 2, maxArguments: 2, since: '2016-03-23',
    argumentProblem: (position, argument) => {
      if (position === 0) return undefined;
      const text = literalText(argument);
      return text === undefined ? notLiteral : readPatternProblem(text);
    },
    evaluate: (_context, [time, pattern]) => {
      const text = toText(time);
      const epochMs = text === undefined || typeof pattern !== 'string' ? undefined : readTime(text, pattern);
      return epochMs === undefined ? undefined : RuleNumber.int(epochMs);
    },
  },
];
