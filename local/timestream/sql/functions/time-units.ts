/** The units that date_trunc, date_add and date_diff are told by name. */
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { NS_PER_DAY, NS_PER_MS, NS_PER_SECOND } from '../print/whole-numbers';
import type { ArgumentCheck, Printed } from './function';

export type UnitName = 'millisecond' | 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Of fixed length in nanoseconds, or of the calendar in months. */
export type TimeUnit =
  | { readonly name: UnitName; readonly kind: 'fixed'; readonly ns: bigint }
  | { readonly name: UnitName; readonly kind: 'calendar'; readonly months: bigint };

const timeOfDayUnits: readonly TimeUnit[] = [
  { name: 'millisecond', kind: 'fixed', ns: NS_PER_MS },
  { name: 'second', kind: 'fixed', ns: NS_PER_SECOND },
  { name: 'minute', kind: 'fixed', ns: 60n * NS_PER_SECOND },
  { name: 'hour', kind: 'fixed', ns: 3600n * NS_PER_SECOND },
];

const allUnits: readonly TimeUnit[] = [
  ...timeOfDayUnits,
  { name: 'day', kind: 'fixed', ns: NS_PER_DAY },
  { name: 'week', kind: 'fixed', ns: 7n * NS_PER_DAY },
  { name: 'month', kind: 'calendar', months: 1n },
  { name: 'quarter', kind: 'calendar', months: 3n },
  { name: 'year', kind: 'calendar', months: 12n },
];

/** The units that one function takes, and what its error texts call the type that has them. */
export interface Units {
  readonly of: 'TIMESTAMP' | 'TIME';
  readonly known: readonly TimeUnit[];
}

export const timestampUnits: Units = { of: 'TIMESTAMP', known: allUnits };
/** date_trunc is documented from seconds on. */
export const truncatedUnits: Units = { of: 'TIMESTAMP', known: allUnits.filter(({ name }) => name !== 'millisecond') };
export const timeUnits: Units = { of: 'TIME', known: timeOfDayUnits };

const find = ({ known }: Units, text: string) => known.find(({ name }) => name === text.toLowerCase());

/** Refuses a first argument that is a literal and no unit of these. */
export function checkUnit(units: Units): ArgumentCheck {
  return ([unit]: readonly Bound[]) => {
    if (unit?.kind !== 'literal' || typeof unit.value !== 'string') return;
    if (find(units, unit.value) === undefined) throw new SqlError(unit.at, `'${unit.value}' is not a valid ${units.of} field`);
  };
}

type PrintUnit = (unit: TimeUnit, ...args: Printed[]) => string;

/** A call that makes a whole number, printed for its unit; for each there is when the unit is only known row by row. */
export function byUnit(units: Units, print: PrintUnit): (unit: Printed, ...args: Printed[]) => string {
  return (unit, ...args) => {
    const known = typeof unit.literal === 'string' ? find(units, unit.literal) : undefined;
    if (known !== undefined) return print(known, ...args);
    return bind([unit, ...args], (name = '', ...texts) => {
      const repeatable = args.map((arg, index): Printed => ({ ...arg, sql: texts[index] ?? arg.sql, repeatable: true }));
      const branches = units.known.map((each) => `WHEN '${each.name}' THEN ${print(each, ...repeatable)}`);
      const unknown = raise("'", `${name} || ''' is not a valid ${units.of} field'`);
      return `CASE WHEN ${name} IS NULL THEN CAST(NULL AS BIGINT) ELSE CASE lower(${name}) ${branches.join(' ')} ELSE ${unknown} END END`;
    });
  };
}
