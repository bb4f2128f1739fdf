/** Date and time functions; timestamps are nanoseconds since the epoch, UTC. */
import { SqlError } from '../errors';
import { parseTimestamp } from '../parse-time';
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { floorDivide, floorModulo, ns, NS_PER_DAY, NS_PER_MS, NS_PER_SECOND } from '../print/whole-numbers';
import { MAX_TIMESTAMP_NS, MIN_TIMESTAMP_NS } from '../time-range';
import { scalar } from '../types';
import { addMonths, bound, dateOf, lastDayOfMonth, midnightOf, monthsBetween, toDate } from './calendar';
import { clockFunction, scalarFunction, type ArgumentCheck, type Fold, type Printed } from './function';
import { computed, moveTimestamp, raiseTimestamp, timestampWithin } from './time-bounds';
import { foldBin, foldIsoTimestamp, foldMilliseconds, foldMoved, foldNanoseconds } from './time-folds';
import { byUnit, checkUnit, timestampUnits, timeUnits, truncatedUnits, type TimeUnit, type UnitName } from './time-units';

/** now() has the resolution of a millisecond. */
const nowMs = (nowNs: bigint) => nowNs - (nowNs % NS_PER_MS);

const foldNow: Fold = (_none, { nowNs }) => nowMs(nowNs);

const timestampText = (time: string) => `timestream_timestamp_text(${time})`;

const positiveWidth: ArgumentCheck = ([, width]) => {
  if (width?.kind === 'literal' && typeof width.value === 'bigint' && width.value <= 0n) {
    throw new SqlError(width.at, 'The interval of bin must be positive');
  }
};

/** Rounds down to a multiple of a positive width since the epoch; most times need one division. All are SQL that may be repeated. */
const roundDown = ({ isFromEpoch }: Printed, time: string, width: string) => (isFromEpoch ? `(${time} - ${time} % ${width})` :
  `CASE WHEN ${time} >= 0 THEN ${time} - ${time} % ${width} WHEN ${time} % ${width} = 0 THEN ${time} ` +
  `WHEN ${time} - ${time} % ${width} < ${ns(MIN_TIMESTAMP_NS)} + ${width} THEN ${raiseTimestamp(timestampText(time))} ` +
  `ELSE ${time} - ${time} % ${width} - ${width} END`);

/** Bins start at the epoch: bins of 30 days are not months. */
const bin = (time: Printed, width: Printed) => bind([time, width], (t, n) => (width.literal === undefined
  ? `CASE WHEN ${n} <= 0 THEN ${raise('The interval of bin must be positive')} ELSE ${roundDown(time, t, n)} END`
  : roundDown(time, t, n)));

/** The first moment of the range where the larger units begin; before it nothing can be rounded down to them. */
const firstOf: Partial<Record<UnitName, bigint | undefined>> = {
  week: parseTimestamp('1677-09-27'),
  month: parseTimestamp('1677-10-01'),
  quarter: parseTimestamp('1677-10-01'),
  year: parseTimestamp('1678-01-01'),
};

/** Weeks begin on Monday; the epoch was a Thursday. */
const NS_FROM_MONDAY_TO_EPOCH = 3n * NS_PER_DAY;

const truncate = (unit: TimeUnit, time: Printed) => bind([time], (t) => {
  const first = firstOf[unit.name];
  if (first === undefined) return unit.kind === 'fixed' ? roundDown(time, t, ns(unit.ns)) : t;
  const start = unit.kind === 'fixed'
    ? `${t} - (${t} % ${ns(unit.ns)} + ${ns(unit.ns + NS_FROM_MONDAY_TO_EPOCH)}) % ${ns(unit.ns)}`
    : midnightOf(`CAST(date_trunc('${unit.name}', ${dateOf(bound(t, time.type))}) AS DATE)`);
  return `CASE WHEN ${t} < ${ns(first)} THEN ${raiseTimestamp(timestampText(t))} ELSE ${start} END`;
});

/** More units of the calendar than any range has, and few enough to be multiplied. */
const MOST_UNITS = 1_000_000;

const monthsOf = (count: string, months: bigint) => computed(
  `(CASE WHEN ${count} NOT BETWEEN -${MOST_UNITS} AND ${MOST_UNITS} THEN ${MOST_UNITS} ELSE ${count} END * ${months})`, scalar('bigint'));

const add = (unit: TimeUnit, amount: Printed, time: Printed) => bind([amount, time], (n, t) => {
  const described = `${n} || ' ${unit.name}'`;
  return unit.kind === 'calendar'
    ? addMonths(bound(t, time.type), monthsOf(n, unit.months), () => described)
    : timestampWithin(`(CAST(${t} AS HUGEINT) + CAST(${n} AS HUGEINT) * ${unit.ns})`, `${timestampText(t)} || ' + ' || ${described}`);
});

/** A time goes round: an hour after 23:30 is 00:30. */
const addToTime = (unit: TimeUnit, amount: Printed, time: Printed) => {
  const size = unit.kind === 'fixed' ? unit.ns : NS_PER_DAY;
  return floorModulo(computed(`(${time.sql} + ${amount.sql} % ${ns(NS_PER_DAY / size)} * ${ns(size)})`, time.type), ns(NS_PER_DAY));
};

/** Whole units that have passed, not the borders between units that were crossed. */
const difference = (unit: TimeUnit, from: Printed, to: Printed) => (unit.kind === 'fixed'
  ? `CAST((CAST(${to.sql} AS HUGEINT) - ${from.sql}) // ${unit.ns} AS BIGINT)`
  : `(${monthsBetween(from, to)} // ${unit.months})`);

const LEAST_MS = MIN_TIMESTAMP_NS / NS_PER_MS;
const MOST_MS = MAX_TIMESTAMP_NS / NS_PER_MS;

const fromMilliseconds = (count: Printed) => bind([count], (ms) =>
  `CASE WHEN ${ms} NOT BETWEEN ${LEAST_MS} AND ${MOST_MS} THEN ${raiseTimestamp(`${ms} || ' milliseconds'`)} ELSE ${ms} * ${ns(NS_PER_MS)} END`);

const fromNanoseconds = (count: Printed) => bind([count], (x) =>
  `CASE WHEN ${x} < ${ns(MIN_TIMESTAMP_NS)} THEN ${raiseTimestamp(`${x} || ' nanoseconds'`)} ELSE ${x} END`);

/** To the nearest millisecond, halves up, as the engine does: a double holds no nanoseconds of today. */
const fromUnixtime = (seconds: Printed) => bind([seconds], (s) => bind([computed(`(${s} * 1000)`, scalar('double'))], (ms) =>
  `CASE WHEN ${ms} NOT BETWEEN ${LEAST_MS} AND ${MOST_MS} THEN ${raiseTimestamp(`timestream_double_text(${s}) || ' seconds'`)} ` +
  `ELSE CAST(floor(${ms}) + CASE WHEN ${ms} - floor(${ms}) >= 0.5 THEN 1 ELSE 0 END AS BIGINT) * ${ns(NS_PER_MS)} END`));

const isoDate = (text: Printed) => `(DATE '1970-01-01' + timestream_parse_iso_date(${text.sql}))`;

export const time = [
  clockFunction('now() -> timestamp', ({ nowNs }) => ns(nowMs(nowNs)), { fold: foldNow }),
  clockFunction('current_timestamp() -> timestamp', ({ nowNs }) => ns(nowMs(nowNs)), { fold: foldNow }),
  clockFunction('localtimestamp() -> timestamp', ({ nowNs }) => ns(nowMs(nowNs)), { fold: foldNow }),
  clockFunction('current_date() -> date', ({ nowNs }) => `(DATE '1970-01-01' + CAST(${nowNs / NS_PER_DAY} AS INTEGER))`),
  clockFunction('current_time() -> time', ({ nowNs }) => ns(nowMs(nowNs) % NS_PER_DAY)),
  clockFunction('localtime() -> time', ({ nowNs }) => ns(nowMs(nowNs) % NS_PER_DAY)),
  clockFunction('ago(interval day to second) -> timestamp', ({ nowNs }, age) => moveTimestamp(bound(ns(nowMs(nowNs)), scalar('timestamp')), '-', age), {
    fold: ([age = null], { nowNs }) => foldMoved('-')([nowMs(nowNs), age], { nowNs }),
  }),
  scalarFunction('current_timezone() -> varchar', () => "'UTC'"),

  scalarFunction('bin(timestamp, interval day to second) -> timestamp', bin, { check: positiveWidth, fold: foldBin }),
  scalarFunction('date_trunc(varchar, timestamp) -> timestamp', byUnit(truncatedUnits, truncate), { check: checkUnit(truncatedUnits) }),
  scalarFunction('date_add(varchar, bigint, timestamp) -> timestamp', byUnit(timestampUnits, add), { check: checkUnit(timestampUnits) }),
  scalarFunction('date_add(varchar, bigint, time) -> time', byUnit(timeUnits, addToTime), { check: checkUnit(timeUnits) }),
  scalarFunction('date_diff(varchar, timestamp, timestamp) -> bigint', byUnit(timestampUnits, difference), { check: checkUnit(timestampUnits) }),
  scalarFunction('date_diff(varchar, time, time) -> bigint', byUnit(timeUnits, difference), { check: checkUnit(timeUnits) }),

  scalarFunction('from_milliseconds(bigint) -> timestamp', fromMilliseconds, { fold: foldMilliseconds }),
  scalarFunction('from_nanoseconds(bigint) -> timestamp', fromNanoseconds, { fold: foldNanoseconds }),
  scalarFunction('from_unixtime(double) -> timestamp', fromUnixtime),
  scalarFunction('to_milliseconds(timestamp) -> bigint', (x) => floorDivide(x, ns(NS_PER_MS))),
  scalarFunction('to_milliseconds(interval day to second) -> bigint', (x) => `(${x.sql} // ${ns(NS_PER_MS)})`),
  scalarFunction('to_nanoseconds(timestamp) -> bigint', (x) => x.sql),
  scalarFunction('to_nanoseconds(interval day to second) -> bigint', (x) => x.sql),
  scalarFunction('to_unixtime(timestamp) -> double', (x) => `(CAST(${x.sql} AS DOUBLE) / ${NS_PER_SECOND})`, { passesNaN: true }),
  scalarFunction('from_iso8601_timestamp(varchar) -> timestamp', (x) => `timestream_parse_iso_timestamp(${x.sql})`, { fold: foldIsoTimestamp }),
  scalarFunction('from_iso8601_date(varchar) -> date', isoDate),
  scalarFunction('to_iso8601(timestamp) -> varchar', (x) => `timestream_iso_timestamp_text(${x.sql})`),
  scalarFunction('to_iso8601(date) -> varchar', (x) => `CAST(${x.sql} AS VARCHAR)`),
  scalarFunction('date(timestamp) -> date', (x) => toDate(x)),
  scalarFunction('last_day_of_month(timestamp) -> date', (x) => lastDayOfMonth(computed(dateOf(x), scalar('date')))),
  scalarFunction('last_day_of_month(date) -> date', lastDayOfMonth),
];
