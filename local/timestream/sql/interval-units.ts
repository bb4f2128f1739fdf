/** The units of intervals, as statements and durations write them; the parser gives literals one, the checker its size. */
import type { IntervalUnit } from './ast';

const unitsByShorthand: Readonly<Record<string, IntervalUnit>> = {
  ns: 'nanosecond',
  us: 'microsecond',
  ms: 'millisecond',
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  y: 'year',
};

const units: readonly IntervalUnit[] = [
  'nanosecond', 'microsecond', 'millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'year',
];

const sizes: Partial<Record<IntervalUnit, bigint>> = {
  nanosecond: 1n,
  microsecond: 1_000n,
  millisecond: 1_000_000n,
  second: 1_000_000_000n,
  minute: 60_000_000_000n,
  hour: 3_600_000_000_000n,
  day: 86_400_000_000_000n,
  week: 604_800_000_000_000n,
};

/** The unit of a name in full, in any case of letters; never plural. */
export function intervalUnit(name: string): IntervalUnit | undefined {
  const lower = name.toLowerCase();
  return units.find((unit) => unit === lower);
}

/** The unit behind a number: in full or one of the short forms; a week has none. */
export function shorthandUnit(written: string): IntervalUnit | undefined {
  const lower = written.toLowerCase();
  const unit = Object.hasOwn(unitsByShorthand, lower) ? unitsByShorthand[lower] : intervalUnit(lower);
  return unit === 'week' ? undefined : unit;
}

/** Nanoseconds of a unit; undefined for months and years, which have no fixed length. */
export function unitNs(unit: IntervalUnit): bigint | undefined {
  return sizes[unit];
}

/** Nanoseconds of a unit of days or less, as written behind a number. */
export function timeUnitNs(written: string): bigint | undefined {
  const unit = shorthandUnit(written);
  return unit && unitNs(unit);
}
