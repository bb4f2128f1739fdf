/** Text -> times, for literals and casts: the forms the service takes, or undefined. */

const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_MINUTE = 60n * NS_PER_SECOND;
const NS_PER_MS = 1_000_000n;
const MS_PER_DAY = 86_400_000;

/** The ends of a signed 64-bit count of nanoseconds: 1677-09-21 to 2262-04-11. */
const MIN_NS = -(2n ** 63n);
const MAX_NS = 2n ** 63n - 1n;

const datePattern = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const timePattern = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?$/;
const isoPattern = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}(?::\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?)(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/;

/** `2022-5-21` as days since the epoch. */
export function parseDate(text: string): number | undefined {
  const [, year, month, day] = datePattern.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(ms);
  // Date.UTC carries 2021-02-30 over into March; the service refuses it.
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(year) >= 1000;
  return exists ? ms / MS_PER_DAY : undefined;
}

/** `01:00`, `1:02:03.5` as nanoseconds of the day. */
export function parseTime(text: string): bigint | undefined {
  const [, hour, minute, second = '0', fraction = ''] = timePattern.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second);
  return seconds * NS_PER_SECOND + BigInt(fraction.padEnd(9, '0'));
}

function join(days: number | undefined, nsOfDay: bigint | undefined): bigint | undefined {
  if (days === undefined || nsOfDay === undefined) return undefined;
  return inRange(BigInt(days) * BigInt(MS_PER_DAY) * NS_PER_MS + nsOfDay);
}

function inRange(ns: bigint): bigint | undefined {
  return ns < MIN_NS || ns > MAX_NS ? undefined : ns;
}

/** `2022-06-17`, `2022-06-17 01:00`, `2022-06-17 01:00:00.123456789` as nanoseconds since the epoch. */
export function parseTimestamp(text: string): bigint | undefined {
  const [date = '', time, ...more] = text.split(' ');
  if (more.length > 0) return undefined;
  return join(parseDate(date), time === undefined ? 0n : parseTime(time));
}

/** ISO 8601 with `T` and an optional offset, as nanoseconds since the epoch in UTC. */
export function parseIsoTimestamp(text: string): bigint | undefined {
  const [, date, time, zone] = isoPattern.exec(text) ?? [];
  if (date === undefined) return undefined;
  const nsOfDay = time === undefined ? 0n : parseTime(time.length === 2 ? `${time}:00` : time);
  const local = join(parseDate(date), nsOfDay);
  return local === undefined ? undefined : inRange(local - offsetNs(zone ?? 'Z'));
}

function offsetNs(zone: string): bigint {
  if (zone === 'Z') return 0n;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = BigInt(digits.slice(0, 2)) * 60n + BigInt(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * NS_PER_MINUTE;
}
