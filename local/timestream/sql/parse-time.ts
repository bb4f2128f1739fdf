/** Text -> times, for literals and casts: the forms the service takes, or undefined. */
import { dayNumber, daysInMonth } from './civil-date';
import { isDate, isTimestamp } from './time-range';

const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = 86_400n * NS_PER_SECOND;

const datePattern = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const timePattern = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?$/;

/** `2022-5-21` as days since the epoch, also where dates do not reach: a timestamp may. */
function parseDay(text: string): number | undefined {
  const [, year, month, day] = (datePattern.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayNumber(year, month, day) : undefined;
}

/** `2022-5-21` as days since the epoch. */
export function parseDate(text: string): number | undefined {
  const days = parseDay(text);
  return days !== undefined && isDate(days) ? days : undefined;
}

/** `01:00`, `1:02:03.5` as nanoseconds of the day. */
export function parseTime(text: string): bigint | undefined {
  const [, hour, minute, second = '0', fraction = ''] = timePattern.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second);
  return seconds * NS_PER_SECOND + BigInt(fraction.padEnd(9, '0'));
}

/** `2022-06-17`, `2022-06-17 01:00`, `2022-06-17 01:00:00.123456789` as nanoseconds since the epoch. */
export function parseTimestamp(text: string): bigint | undefined {
  const [date = '', time, ...more] = text.split(' ', 3);
  const days = parseDay(date);
  const nsOfDay = time === undefined ? 0n : parseTime(time);
  if (days === undefined || nsOfDay === undefined || more.length > 0) return undefined;
  const ns = BigInt(days) * NS_PER_DAY + nsOfDay;
  return isTimestamp(ns) ? ns : undefined;
}
