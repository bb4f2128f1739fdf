/** Calendar arithmetic on timestamps (nanoseconds) and dates, for the time functions and the operators. */
import { bind } from '../print/binding';
import { floorDivide, floorModulo, ns, NS_PER_DAY } from '../print/whole-numbers';
import type { Printed } from './function';

/** The DATE that a timestamp lies on. */
export function dateOf(timestamp: Printed): string {
  return `(DATE '1970-01-01' + CAST(${floorDivide(timestamp, ns(NS_PER_DAY))} AS INTEGER))`;
}

/** Midnight of a DATE, in nanoseconds; fails on overflow where epoch_ns would not. */
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

/** The same day and time so many months on; the last day of the month when the day does not exist there. */
export function addMonths(timestamp: Printed, months: Printed): string {
  return bind([timestamp, months], (time, count) => {
    const moved = `CAST(${dateOf(bound(time, timestamp.type))} + to_months(CAST(${count} AS INTEGER)) AS DATE)`;
    return `(${midnightOf(moved)} + ${nsOfDay(bound(time, timestamp.type))})`;
  });
}

export function addMonthsToDate(date: Printed, months: Printed): string {
  return `CAST(${date.sql} + to_months(CAST(${months.sql} AS INTEGER)) AS DATE)`;
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

function wholeMonths(early: Printed, late: Printed): string {
  const count = `(${monthNumber(late)} - ${monthNumber(early)})`;
  const reached = addMonths(early, bound(count, early.type));
  return `(${count} - CASE WHEN ${reached} > ${late.sql} THEN 1 ELSE 0 END)`;
}

const monthNumber = (timestamp: Printed) => `(year(${dateOf(timestamp)}) * 12 + month(${dateOf(timestamp)}))`;
