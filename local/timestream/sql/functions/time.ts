/** Date and time functions; timestamps are nanoseconds since the epoch, UTC. */
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { floorDivide, ns, NS_PER_DAY, NS_PER_MS, NS_PER_SECOND } from '../print/whole-numbers';
import { addMonths, bound, dateOf, midnightOf, monthsBetween } from './calendar';
import { castPrint } from './cast';
import { clockFunction, futureFunction, scalarFunction, type ArgumentCheck, type Printed } from './function';
import { checkUnit, unitOf } from './time-units';
import { scalar } from '../types';

/** now() has the resolution of a millisecond. */
const nowMs = (nowNs: bigint) => nowNs - (nowNs % NS_PER_MS);

const positiveWidth: ArgumentCheck = ([, width]) => {
  if (width?.kind === 'literal' && typeof width.value === 'bigint' && width.value <= 0n) {
    throw new SqlError(width.at, 'The interval of bin must be positive');
  }
};

/** Bins start at the epoch: bins of 30 days are not months. */
const bin = (time: Printed, width: Printed) => bind([time, width], (t, n) => {
  const start = `(${t} // ${n} - CASE WHEN ${t} % ${n} < 0 THEN 1 ELSE 0 END) * ${n}`;
  return width.literal === undefined
    ? `CASE WHEN ${n} <= 0 THEN ${raise('The interval of bin must be positive')} ELSE ${start} END`
    : `(${start})`;
});

/** Weeks begin on Monday; the epoch was a Thursday. */
const DAYS_FROM_MONDAY_TO_EPOCH = 3n;

const truncate = (unit: Printed, time: Printed) => {
  const { name, ...size } = unitOf(unit);
  if (size.kind === 'calendar') return midnightOf(`CAST(date_trunc('${name}', ${dateOf(time)}) AS DATE)`);
  if (name !== 'week') return `(${floorDivide(time, ns(size.ns))} * ${ns(size.ns)})`;
  return bind([time], (t) => {
    const day = bound(`(${floorDivide(bound(t, time.type), ns(NS_PER_DAY))} + ${DAYS_FROM_MONDAY_TO_EPOCH})`, time.type);
    return `((${floorDivide(day, '7')} * 7 - ${DAYS_FROM_MONDAY_TO_EPOCH}) * ${ns(NS_PER_DAY)})`;
  });
};

const add = (unit: Printed, amount: Printed, time: Printed) => {
  const size = unitOf(unit);
  if (size.kind === 'fixed') return `(${time.sql} + ${amount.sql} * ${ns(size.ns)})`;
  return addMonths(time, { ...amount, sql: `(${amount.sql} * ${size.months})`, repeatable: false });
};

/** Whole units that have passed, not the borders between units that were crossed. */
const difference = (unit: Printed, from: Printed, to: Printed) => {
  const size = unitOf(unit);
  if (size.kind === 'fixed') return `((${to.sql} - ${from.sql}) // ${ns(size.ns)})`;
  return `(${monthsBetween(from, to)} // ${size.months})`;
};

const isoTimestamp = (text: Printed) => bind([text], (x) =>
  `CASE WHEN ${x} IS NOT NULL AND timestream_parse_iso_timestamp(${x}) IS NULL ` +
  `THEN ${raise('Invalid format: "', `${x} || '"'`)} ELSE timestream_parse_iso_timestamp(${x}) END`);

const textToDate = castPrint(scalar('varchar'), scalar('date'), false);

export const time = [
  clockFunction('now() -> timestamp', ({ nowNs }) => ns(nowMs(nowNs))),
  clockFunction('current_timestamp() -> timestamp', ({ nowNs }) => ns(nowMs(nowNs))),
  clockFunction('localtimestamp() -> timestamp', ({ nowNs }) => ns(nowMs(nowNs))),
  clockFunction('current_date() -> date', ({ nowNs }) => `(DATE '1970-01-01' + CAST(${nowNs / NS_PER_DAY} AS INTEGER))`),
  clockFunction('current_time() -> time', ({ nowNs }) => ns(nowMs(nowNs) % NS_PER_DAY)),
  clockFunction('localtime() -> time', ({ nowNs }) => ns(nowMs(nowNs) % NS_PER_DAY)),
  clockFunction('ago(interval day to second) -> timestamp', ({ nowNs }, age) => `(${ns(nowMs(nowNs))} - ${age.sql})`),
  scalarFunction('current_timezone() -> varchar', () => "'UTC'"),

  scalarFunction('bin(timestamp, interval day to second) -> timestamp', bin, { check: positiveWidth }),
  scalarFunction('date_trunc(varchar, timestamp) -> timestamp', truncate, { check: checkUnit(['millisecond']) }),
  scalarFunction('date_add(varchar, bigint, timestamp) -> timestamp', add, { check: checkUnit() }),
  scalarFunction('date_diff(varchar, timestamp, timestamp) -> bigint', difference, { check: checkUnit() }),

  scalarFunction('from_milliseconds(bigint) -> timestamp', (x) => `(${x.sql} * ${ns(NS_PER_MS)})`),
  scalarFunction('from_nanoseconds(bigint) -> timestamp', (x) => x.sql),
  scalarFunction('from_unixtime(double) -> timestamp', (x) => `(CAST(round(${x.sql} * 1000) AS BIGINT) * ${ns(NS_PER_MS)})`),
  scalarFunction('to_milliseconds(timestamp) -> bigint', (x) => floorDivide(x, ns(NS_PER_MS))),
  scalarFunction('to_milliseconds(interval day to second) -> bigint', (x) => `(${x.sql} // ${ns(NS_PER_MS)})`),
  scalarFunction('to_nanoseconds(timestamp) -> bigint', (x) => x.sql),
  scalarFunction('to_nanoseconds(interval day to second) -> bigint', (x) => x.sql),
  scalarFunction('to_unixtime(timestamp) -> double', (x) => `(CAST(${x.sql} AS DOUBLE) / ${NS_PER_SECOND})`, { passesNaN: true }),
  scalarFunction('from_iso8601_timestamp(varchar) -> timestamp', isoTimestamp),
  scalarFunction('from_iso8601_date(varchar) -> date', (x) => textToDate?.([x], { nowNs: 0n }) ?? ''),
  scalarFunction('to_iso8601(date) -> varchar', (x) => `CAST(${x.sql} AS VARCHAR)`),
  futureFunction('to_iso8601(timestamp) -> varchar'),
  scalarFunction('date(timestamp) -> date', dateOf),
  scalarFunction('last_day_of_month(timestamp) -> date', (x) => `last_day(${dateOf(x)})`),
  scalarFunction('last_day_of_month(date) -> date', (x) => `last_day(${x.sql})`),

  futureFunction('parse_duration(varchar) -> interval day to second'),
  futureFunction('date_format(timestamp, varchar) -> varchar'),
  futureFunction('date_parse(varchar, varchar) -> timestamp'),
  futureFunction('format_datetime(timestamp, varchar) -> varchar'),
  futureFunction('parse_datetime(varchar, varchar) -> timestamp'),
];
