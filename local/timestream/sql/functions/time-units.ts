/** The units that date_trunc, date_add and date_diff are told by name. */
import type { Bound } from '../bound';
import { notSupportedYet, SqlError } from '../errors';
import { NS_PER_DAY, NS_PER_MS, NS_PER_SECOND } from '../print/whole-numbers';
import type { ArgumentCheck, Printed } from './function';

/** Units of fixed length, in nanoseconds. */
const fixedUnits: Readonly<Record<string, bigint>> = {
  millisecond: NS_PER_MS,
  second: NS_PER_SECOND,
  minute: 60n * NS_PER_SECOND,
  hour: 3600n * NS_PER_SECOND,
  day: NS_PER_DAY,
  week: 7n * NS_PER_DAY,
};

/** Units of the calendar, in months. */
const calendarUnits: Readonly<Record<string, bigint>> = { month: 1n, quarter: 3n, year: 12n };

export type TimeUnit =
  | { readonly name: string; readonly kind: 'fixed'; readonly ns: bigint }
  | { readonly name: string; readonly kind: 'calendar'; readonly months: bigint };

export function timeUnit(text: string): TimeUnit | undefined {
  const name = text.toLowerCase();
  const size = fixedUnits[name];
  if (size !== undefined) return { name, kind: 'fixed', ns: size };
  const months = calendarUnits[name];
  return months === undefined ? undefined : { name, kind: 'calendar', months };
}

/** Refuses a first argument that is no literal unit of those allowed. */
export function checkUnit(except: readonly string[] = []): ArgumentCheck {
  return ([unit]: readonly Bound[]) => {
    if (unit === undefined) return;
    if (unit.kind !== 'literal' || typeof unit.value !== 'string') throw notSupportedYet(unit.at, 'A unit that is not a literal');
    const known = timeUnit(unit.value);
    if (known === undefined || except.includes(known.name)) throw new SqlError(unit.at, `'${unit.value}' is not a valid TIMESTAMP field`);
  };
}

/** The unit of a checked call. */
export function unitOf(unit: Printed): TimeUnit {
  const known = typeof unit.literal === 'string' ? timeUnit(unit.literal) : undefined;
  if (known === undefined) throw new Error('a unit that checkUnit let through');
  return known;
}
