/** Times and intervals as the service writes them; parse-time.ts reads them back. */

const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;
const MS_PER_DAY = 86_400_000;
const MONTHS_PER_YEAR = 12;

const twoDigits = (value: bigint): string => value.toString().padStart(2, '0');

/** `2022-06-17`, from days since the epoch. */
export function dateText(days: number): string {
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** `HH:MM:SS.nnnnnnnnn`, from nanoseconds of the day. */
export function timeText(nsOfDay: bigint): string {
  const seconds = nsOfDay / NS_PER_SECOND;
  const fraction = (nsOfDay % NS_PER_SECOND).toString().padStart(9, '0');
  return `${twoDigits(seconds / 3600n)}:${twoDigits((seconds / 60n) % 60n)}:${twoDigits(seconds % 60n)}.${fraction}`;
}

/** `2022-06-17 01:00:00.000000000`, from nanoseconds since the epoch. */
export function timestampText(ns: bigint): string {
  const nsPerDay = SECONDS_PER_DAY * NS_PER_SECOND;
  const days = ns / nsPerDay - (ns % nsPerDay < 0n ? 1n : 0n);
  return `${dateText(Number(days))} ${timeText(ns - days * nsPerDay)}`;
}

/** `1 21:00:00.000000000`, from nanoseconds. */
export function dayIntervalText(ns: bigint): string {
  const size = ns < 0n ? -ns : ns;
  const nsPerDay = SECONDS_PER_DAY * NS_PER_SECOND;
  return `${ns < 0n ? '-' : ''}${size / nsPerDay} ${timeText(size % nsPerDay)}`;
}

/** `2-7`, from months. */
export function monthIntervalText(months: number): string {
  const size = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.floor(size / MONTHS_PER_YEAR)}-${size % MONTHS_PER_YEAR}`;
}
