/** Results that must stay in the range of their type, as DuckDB SQL; every function and operator that makes a time asks here. */
import { bind } from '../print/binding';
import { raise, raiseAs } from '../print/raise';
import { ns } from '../print/whole-numbers';
import {
  DATE_RANGE, LONGEST_DAY_INTERVAL_NS, LONGEST_MONTH_INTERVAL, MAX_TIMESTAMP_NS, MIN_TIMESTAMP_NS, TIMESTAMP_RANGE,
} from '../time-range';
import { scalar, type SqlType } from '../types';
import type { Printed } from './function';

/** @param value SQL of the varchar that tells what is out of range */
export function raiseTimestamp(value: string): string {
  return raise('Out of range for timestamp: ', `${value} || ' (${TIMESTAMP_RANGE})'`);
}

export function raiseDate(value: string): string {
  return raiseAs(scalar('date'), 'Out of range for date: ', `${value} || ' (${DATE_RANGE})'`);
}

/** SQL of something longer than a column or a literal. */
export function computed(sql: string, type: SqlType): Printed {
  return { sql, type, repeatable: false, mayBeNaN: false };
}

/** @param wide SQL of a HUGEINT: nanoseconds that may be out of range */
export function timestampWithin(wide: string, value: string): string {
  return bind([computed(wide, scalar('bigint'))], (x) =>
    `CASE WHEN ${x} NOT BETWEEN ${MIN_TIMESTAMP_NS} AND ${MAX_TIMESTAMP_NS} THEN ${raiseTimestamp(value)} ELSE CAST(${x} AS BIGINT) END`);
}

/** @param date SQL of a DATE that may be out of range */
export function dateWithin(date: string, value: string): string {
  return bind([computed(date, scalar('date'))], (x) =>
    `CASE WHEN ${x} NOT BETWEEN DATE '1970-01-01' AND DATE '2262-04-11' THEN ${raiseDate(value)} ELSE ${x} END`);
}

/**
 * A timestamp moved by nanoseconds. Those of a literal need one comparison, which matters where every row is moved.
 *
 * @param value SQL of the varchar that tells what was asked for, from SQL of the time and the size
 */
export function moveTimestamp(
  time: Printed, operator: '+' | '-', size: Printed, value: (time: string, size: string) => string = intervalMoved(operator),
): string {
  if (typeof size.literal !== 'bigint') {
    return bind([time, size], (t, n) => timestampWithin(`(CAST(${t} AS HUGEINT) ${operator} ${n})`, value(t, n)));
  }
  const delta = operator === '+' ? size.literal : -size.literal;
  const leaves = delta < 0n ? `< ${ns(MIN_TIMESTAMP_NS - delta)}` : `> ${ns(MAX_TIMESTAMP_NS - delta)}`;
  return bind([time], (t) => `CASE WHEN ${t} ${leaves} THEN ${raiseTimestamp(value(t, size.sql))} ELSE ${t} + ${ns(delta)} END`);
}

const intervalMoved = (operator: '+' | '-') => (time: string, size: string) =>
  `timestream_timestamp_text(${time}) || ' ${operator} ' || timestream_day_interval_text(${size})`;

const intervals = {
  'interval day to second': { wider: 'HUGEINT', longest: LONGEST_DAY_INTERVAL_NS, text: 'timestream_day_interval_text' },
  'interval year to month': { wider: 'BIGINT', longest: LONGEST_MONTH_INTERVAL, text: 'timestream_month_interval_text' },
} as const;

/** The sum or the difference of two intervals of one kind. */
export function combineIntervals(kind: keyof typeof intervals, operator: '+' | '-') {
  const { wider, longest, text } = intervals[kind];
  return (a: Printed, b: Printed): string => bind([a, b], (x, y) =>
    `CASE WHEN CAST(${x} AS ${wider}) ${operator} ${y} NOT BETWEEN -${longest} AND ${longest} ` +
    `THEN ${raiseAs(scalar(kind), `Out of range for ${kind}: `, `${text}(${x}) || ' ${operator} ' || ${text}(${y})`)} ELSE ${x} ${operator} ${y} END`);
}
