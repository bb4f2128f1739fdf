/** sequence(): whole numbers or times at equal steps, both ends included. */
import { bind } from '../print/binding';
import { bound } from '../print/elements';
import { raise } from '../print/raise';
import { ns, NS_PER_DAY } from '../print/whole-numbers';
import { scalar } from '../types';
import { addMonths, monthsBetween } from './calendar';
import { scalarFunction, type Printed } from './function';

/** The service documents no limit to arrays that a function makes; this one keeps a mistyped end from filling the memory. */
export const MAX_MADE_ENTRIES = 1_000_000;

const tooLong = raise(`result of sequence function must not have more than ${MAX_MADE_ENTRIES} entries`);
const wrongWay = raise(
  'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start',
);

/** All are SQL texts that may be repeated; `length` is the number of steps, made where the step is not zero. */
const checked = (start: string, stop: string, step: string, length: string, made: string) =>
  `CASE WHEN ${step} = 0 THEN [${raise('step must not be zero')}] ` +
  `WHEN (${step} > 0 AND ${stop} < ${start}) OR (${step} < 0 AND ${stop} > ${start}) THEN [${wrongWay}] ` +
  `WHEN ${length} >= ${MAX_MADE_ENTRIES} THEN [${tooLong}] ELSE ${made} END`;

const stepped = (start: string, stop: string, step: string) =>
  checked(start, stop, step, `(CAST(${stop} AS HUGEINT) - ${start}) // ${step}`, `generate_series(${start}, ${stop}, ${step})`);

const steppedSequence = (...args: Printed[]) => bind(args, (start = '', stop = '', step = '') => stepped(start, stop, step));

const towards = (start: Printed, stop: Printed) => bind([start, stop], (first, last) =>
  stepped(first, last, `CASE WHEN ${first} <= ${last} THEN CAST(1 AS BIGINT) ELSE CAST(-1 AS BIGINT) END`));

const daily = (start: Printed, stop: Printed) => bind([start, stop], (first, last) => stepped(first, last, ns(NS_PER_DAY)));

/** Each entry is so many months from the start, so that the 31st comes back after a shorter month. */
const calendarSequence = (...args: Printed[]) => bind(args, (start = '', stop = '', step = '') => {
  const [from, to] = [start, stop].map((text) => bound(text, scalar('timestamp')));
  if (from === undefined || to === undefined) throw new Error('a sequence has two ends');
  const steps = `(${monthsBetween(from, to)} // ${step})`;
  const entry = addMonths(from, bound(`(k * ${step})`, scalar('bigint')));
  const made = `list_transform(generate_series(CAST(0 AS BIGINT), CAST(${steps} AS BIGINT)), lambda k: ${entry})`;
  return `CASE WHEN ${start} IS NOT NULL AND ${stop} IS NOT NULL AND ${step} IS NOT NULL THEN ${checked(start, stop, step, steps, made)} END`;
});

export const sequence = [
  scalarFunction('sequence(bigint, bigint) -> array(bigint)', towards),
  scalarFunction('sequence(bigint, bigint, bigint) -> array(bigint)', steppedSequence),
  scalarFunction('sequence(timestamp, timestamp) -> array(timestamp)', daily),
  scalarFunction('sequence(timestamp, timestamp, interval day to second) -> array(timestamp)', steppedSequence),
  scalarFunction('sequence(timestamp, timestamp, interval year to month) -> array(timestamp)', calendarSequence),
];
