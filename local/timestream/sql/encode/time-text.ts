/** Times and intervals as the service writes them; parse-time.ts reads them back. */

const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400;
const MS_PER_DAY = 86_400_000;
const MONTHS_PER_YEAR = 12;

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** The date written last: the rows of a result mostly share one, and making the text takes longest. */
let written = { days: 0, text: '1970-01-01' };

/** `2022-06-17`, from days since the epoch. */
export function dateText(days: number): string {
  if (written.days !== days) written = { days, text: new Date(days * MS_PER_DAY).toISOString().slice(0, 10) };
  return written.text;
}

/** `HH:MM:SS.nnnnnnnnn`. */
function clockText(secondOfDay: number, fraction: number): string {
  const minutes = Math.floor(secondOfDay / 60);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(secondOfDay % 60)}.${String(fraction).padStart(9, '0')}`;
}

/** Seconds, which a number holds exactly, and the nanoseconds left over. */
function splitSeconds(ns: bigint): readonly [seconds: number, fraction: number] {
  return [Number(ns / NS_PER_SECOND), Number(ns % NS_PER_SECOND)];
}

/** `HH:MM:SS.nnnnnnnnn`, from nanoseconds of the day. */
export function timeText(nsOfDay: bigint): string {
  return clockText(...splitSeconds(nsOfDay));
}

/** `2022-06-17 01:00:00.000000000`, from nanoseconds since the epoch. */
export function timestampText(ns: bigint): string {
  const [towardsZero, rest] = splitSeconds(ns);
  const seconds = rest < 0 ? towardsZero - 1 : towardsZero;
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  return `${dateText(days)} ${clockText(seconds - days * SECONDS_PER_DAY, rest < 0 ? rest + Number(NS_PER_SECOND) : rest)}`;
}

/** `1 21:00:00.000000000`, from nanoseconds. */
export function dayIntervalText(ns: bigint): string {
  const [seconds, fraction] = splitSeconds(ns < 0n ? -ns : ns);
  return `${ns < 0n ? '-' : ''}${Math.floor(seconds / SECONDS_PER_DAY)} ${clockText(seconds % SECONDS_PER_DAY, fraction)}`;
}

/** `2-7`, from months. */
export function monthIntervalText(months: number): string {
  const size = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.floor(size / MONTHS_PER_YEAR)}-${size % MONTHS_PER_YEAR}`;
}
