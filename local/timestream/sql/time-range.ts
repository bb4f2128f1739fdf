/** How far the times of queries reach; whatever makes one checks it against these. */

/** The service's documents: 1677-09-21 00:12:44.000000000 to 2262-04-11 23:47:16.854775807. */
export const MIN_TIMESTAMP_NS = -9_223_372_036n * 1_000_000_000n;
export const MAX_TIMESTAMP_NS = 2n ** 63n - 1n;
export const TIMESTAMP_RANGE = '1677-09-21 00:12:44.000000000 to 2262-04-11 23:47:16.854775807';

/** Dates begin with the epoch and end with the last day that nanoseconds reach; in days since the epoch. */
const FIRST_DAY = 0;
const LAST_DAY = 106_751;
export const DATE_RANGE = '1970-01-01 to 2262-04-11';

/** Of days and shorter, in nanoseconds, to either side; not documented, what 64 bits hold. */
export const LONGEST_DAY_INTERVAL_NS = 2n ** 63n - 1n;
/** Of months and years, in months, to either side; what 32 bits hold. */
export const LONGEST_MONTH_INTERVAL = 2n ** 31n - 1n;

export function isTimestamp(ns: bigint): boolean {
  return ns >= MIN_TIMESTAMP_NS && ns <= MAX_TIMESTAMP_NS;
}

export function isDate(days: number): boolean {
  return days >= FIRST_DAY && days <= LAST_DAY;
}
