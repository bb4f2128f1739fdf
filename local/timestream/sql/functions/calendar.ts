/** Calendar arithmetic on timestamps (nanoseconds) and dates, for the time functions and the operators. */
import { bind } from '../print/binding';
import { raiseAs } from '../print/raise';
import { floorDivide, floorModulo, ns, NS_PER_DAY } from '../print/whole-numbers';
import { scalar } from '../types';
import type { Printed } from './function';
import { computed, dateWithin, raiseDate, raiseTimestamp, timestampWithin } from './time-bounds';

/** The DATE that a timestamp lies on, in range or not: for reading fields off it. */
export function dateOf(timestamp: Printed): string {
  return `(DATE '1970-01-01' + CAST(${floorDivide(timestamp, ns(NS_PER_DAY))} AS INTEGER))`;
}

/** A timestamp as a date, which cannot lie before 1970. */
export function toDate(timestamp: Printed, outOfRange: (value: string) => string = raiseDate): string {
  return bind([timestamp], (time) =>
    `CASE WHEN ${time} < 0 THEN ${outOfRange(`timestream_timestamp_text(${time})`)} ELSE DATE '1970-01-01' + CAST(${time} // ${ns(NS_PER_DAY)} AS INTEGER) END`);
}

/** Midnight of a DATE that is known to be in range, in nanoseconds; fails on overflow where epoch_ns would not. */
export function midnightOf(date: string): string {
  return `(CAST(${date} - DATE '1970-01-01' AS BIGINT) * ${ns(NS_PER_DAY)})`;
}

export function nsOfDay(timestamp: Printed): string {
  return floorModulo(timestamp, ns(NS_PER_DAY));
}

/** A text that may be repeated, standing for one that has been bound. */
export function bound(sql: string, type: Printed['type']): Printed {
  return { sql, type, repeatable: true, mayBeNaN: false };
}

/** No two timestamps are further apart; DuckDB's own calendar ends much later. */
const MOST_MONTHS = 10_000;

const tooManyMonths = (months: string) => `${months} NOT BETWEEN -${MOST_MONTHS} AND ${MOST_MONTHS}`;

/** The DATE so many months on; the last day of the month when the day does not exist there. */
const monthsOn = (date: string, months: string) => `CAST(${date} + to_months(CAST(${months} AS INTEGER)) AS DATE)`;

const monthText = (months: string) => `timestream_month_interval_text(CAST(${months} AS INTEGER))`;

/**
 * The same day and time so many months on; the last day of the month when the day does not exist there.
 *
 * @param describe SQL of a varchar for error texts, from SQL of the months
 */
export function addMonths(timestamp: Printed, months: Printed, describe: (months: string) => string = monthText): string {
  return bind([timestamp, months], (time, count) => {
    const from = bound(time, timestamp.type);
    const value = `timestream_timestamp_text(${time}) || ' + ' || ${describe(count)}`;
    const moved = `(CAST(${monthsOn(dateOf(from), count)} - DATE '1970-01-01' AS HUGEINT) * ${NS_PER_DAY} + ${nsOfDay(from)})`;
    return `CASE WHEN ${tooManyMonths(count)} THEN ${raiseTimestamp(value)} ELSE ${timestampWithin(moved, value)} END`;
  });
}

export function addMonthsToDate(date: Printed, months: Printed): string {
  return bind([date, months], (day, count) => {
    const value = `CAST(${day} AS VARCHAR) || ' + ' || ${monthText(count)}`;
    return `CASE WHEN ${tooManyMonths(count)} THEN ${raiseDate(value)} ELSE ${dateWithin(monthsOn(day, count), value)} END`;
  });
}

/** Days may be added to a date, parts of a day may not. */
export function addDays(operator: '+' | '-', date: Printed, interval: Printed): string {
  return bind([date, interval], (day, size) => {
    const days = `CAST(${size} // ${ns(NS_PER_DAY)} AS INTEGER)`;
    const value = `CAST(${day} AS VARCHAR) || ' ${operator} ' || timestream_day_interval_text(${size})`;
    return `CASE WHEN ${size} % ${ns(NS_PER_DAY)} <> 0 THEN ${raiseAs(scalar('date'), 'Cannot add hour, minutes or seconds to a date')} ` +
      `ELSE ${dateWithin(`(${day} ${operator} ${days})`, value)} END`;
  });
}

export function lastDayOfMonth(date: Printed): string {
  return bind([date], (day) => dateWithin(`last_day(${day})`, `CAST(last_day(${day}) AS VARCHAR)`));
}

/**
 * Whole months from `a` to `b`, negative when b is earlier: as many as can be added to the earlier without
 * passing the later.
 */
export function monthsBetween(a: Printed, b: Printed): string {
  return bind([a, b], (first, second) => {
    const forward = wholeMonths(bound(first, a.type), bound(second, b.type));
    const backward = wholeMonths(bound(second, b.type), bound(first, a.type));
    return `CASE WHEN ${first} <= ${second} THEN ${forward} ELSE -${backward} END`;
  });
}

/** What is reached may lie out of range, so day and time are compared apart. */
function wholeMonths(early: Printed, late: Printed): string {
  return bind([computed(`(${monthNumber(late)} - ${monthNumber(early)})`, scalar('bigint'))], (months) => {
    const reached = monthsOn(dateOf(early), months);
    return `(${months} - CASE WHEN ${reached} > ${dateOf(late)} OR (${reached} = ${dateOf(late)} AND ${nsOfDay(early)} > ${nsOfDay(late)}) THEN 1 ELSE 0 END)`;
  });
}

const monthNumber = (timestamp: Printed) => `(year(${dateOf(timestamp)}) * 12 + month(${dateOf(timestamp)}))`;
