/** Time as nanoseconds since the epoch in a bigint: epochs, ISO 8601 and durations in, ISO 8601 out; used by readings and queries. */

export const nsPerMs = 1_000_000n;
export const nsPerS = 1_000_000_000n;

/**
 * The last time a record can have, 2262-04-11T23:47:16.854775807Z; the first is 1970-01-01.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/writes.html#writes.data-types
 */
export const maxTimeNs = 2n ** 63n - 1n;

export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

/** How many decimal places separate the unit from a nanosecond. */
const placesToNs: Readonly<Record<EpochUnit, number>> = { s: 9, ms: 6, us: 3, ns: 0 };

/** The unit an epoch of this size must be in: present-day times of two units are a factor of 1000 apart. */
export function epochUnitOf(epoch: number): EpochUnit {
  const size = Math.abs(epoch);
  if (size < 1e11) return 's';
  if (size < 1e14) return 'ms';
  return size < 1e17 ? 'us' : 'ns';
}

/**
 * Reads decimal text as an epoch, digit by digit, so that nothing is rounded.
 *
 * @returns undefined when the text is no plain decimal number, or finer than a nanosecond
 */
export function epochToNs(decimal: string, unit: EpochUnit): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,20})(?:\.(\d+))?$/.exec(decimal) ?? [];
  const places = placesToNs[unit];
  if (whole === undefined || fraction.length > places) return undefined;
  const ns = BigInt(whole + fraction.padEnd(places, '0'));
  return sign === '-' ? -ns : ns;
}

const isoPattern =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d\d):?(\d\d)?)$/i;

/**
 * Reads an ISO 8601 date and time with offset, up to 9 fraction digits: `2026-05-01T08:30:00.5+02:00`.
 *
 * @returns undefined for anything else; a time without offset too, because guessing a zone would be wrong in silence
 */
export function isoToNs(text: string): bigint | undefined {
  const [, date, hour, minute, second = '00', fraction = '', , sign, offsetHour = '00', offsetMinute = '00'] =
    isoPattern.exec(text) ?? [];
  if (date === undefined || Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const utc = `${date}T${hour}:${minute}:${second}`;
  const ms = Date.parse(`${utc}Z`);
  // Date.parse takes 30 February for 2 March and 24:00 for the next day; the way back tells.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(utc)) return undefined;
  const offsetS = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60 * (sign === '-' ? -1 : 1);
  return msToNs(ms) + BigInt(fraction.padEnd(9, '0')) - BigInt(offsetS) * nsPerS;
}

/** ISO 8601 in UTC with 3 fraction digits, or 9 where the time is finer than a millisecond. */
export function nsToIso(ns: bigint): string {
  const ms = nsToMs(ns);
  const finer = ns - msToNs(ms);
  const iso = new Date(ms).toISOString();
  return finer === 0n ? iso : iso.replace('Z', `${finer.toString().padStart(6, '0')}Z`);
}

/** @param ms whole milliseconds since the epoch */
export function msToNs(ms: number): bigint {
  return BigInt(ms) * nsPerMs;
}

/** Whole milliseconds, rounded towards the past. */
export function nsToMs(ns: bigint): number {
  const ms = ns / nsPerMs;
  return Number(ns < 0n && ns % nsPerMs !== 0n ? ms - 1n : ms);
}

const nsPerDurationUnit = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['ms', nsPerMs],
  ['s', nsPerS],
  ['m', 60n * nsPerS],
  ['h', 3_600n * nsPerS],
  ['d', 86_400n * nsPerS],
]);

/**
 * Reads a duration such as `15m` or `7d` (ns, us, ms, s, m, h, d; one whole number, one unit).
 *
 * @returns undefined for anything else
 */
export function durationToNs(text: string): bigint | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,15})([a-z]{1,2})$/.exec(text) ?? [];
  const nsPerUnit = nsPerDurationUnit.get(unit);
  return nsPerUnit === undefined ? undefined : BigInt(digits) * nsPerUnit;
}
