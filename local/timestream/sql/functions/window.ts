/** Functions that exist only with OVER. */
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { windowFunction, type ArgumentCheck, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** What an offset must be at least, and what to say of one that is less. */
interface Rule {
  readonly least: bigint;
  readonly text: string;
}

const shiftRule: Rule = { least: 0n, text: 'Offset must be at least 0' };
const placeRule: Rule = { least: 1n, text: 'Offset must be at least 1' };
const tileRule: Rule = { least: 1n, text: 'Buckets must be greater than 0' };

/** A literal that breaks the rule fails before the query runs. */
const literalObeys = (place: number, { least, text }: Rule): ArgumentCheck => (args) => {
  const offset: Bound | undefined = args[place];
  if (offset?.kind === 'literal' && typeof offset.value === 'bigint' && offset.value < least) throw new SqlError(offset.at, text);
};

const obeying = (offset: Printed, { least, text }: Rule) =>
  (offset.literal === undefined ? bind([offset], (value) => `CASE WHEN ${value} < ${least} THEN ${raise(text)} ELSE ${value} END`) : offset.sql);

/** Beyond every partition, and far enough from the largest number to be added to a place. */
const OUTSIDE = `CAST(${2n ** 62n} AS BIGINT)`;

/** An offset that is NULL lies outside of every partition, where the default is. */
const shift = (name: string) => (x: Printed, offset: Printed, ...defaults: Printed[]) => {
  const places = typeof offset.literal === 'bigint' ? offset.sql : `least(coalesce(${obeying(offset, shiftRule)}, ${OUTSIDE}), ${OUTSIDE})`;
  return `${name}(${[x.sql, places, ...defaults.map((value) => value.sql)].join(', ')})`;
};

const shiftOptions = { check: literalObeys(1, shiftRule), needsOrder: true };

export const window = [
  ...['row_number', 'rank', 'dense_rank'].map((name) => windowFunction(`${name}() -> bigint`, call(name))),
  ...['percent_rank', 'cume_dist'].map((name) => windowFunction(`${name}() -> double`, call(name))),
  windowFunction('ntile(bigint) -> bigint', (n) => `ntile(${obeying(n, tileRule)})`, { check: literalObeys(0, tileRule) }),
  ...['first_value', 'last_value'].map((name) => windowFunction(`${name}(T) -> T`, call(name))),
  windowFunction('nth_value(T, bigint) -> T', (x, offset) => `nth_value(${x.sql}, ${obeying(offset, placeRule)})`, { check: literalObeys(1, placeRule) }),
  ...['lag', 'lead'].flatMap((name) => [
    windowFunction(`${name}(T) -> T`, call(name), shiftOptions),
    windowFunction(`${name}(T, bigint) -> T`, shift(name), shiftOptions),
    windowFunction(`${name}(T, bigint, T) -> T`, shift(name), shiftOptions),
  ]),
];
