/** Mathematical functions. Where DuckDB fails outside a function's domain the service answers NaN or infinity. */
import { bind } from '../print/binding';
import { divide } from '../print/whole-numbers';
import { futureFunction, scalarFunction, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;
const same = (x: Printed) => x.sql;
const NAN = "CAST('nan' AS DOUBLE)";

/** A function with its answer outside the domain. */
const within = (name: string, outside: (x: string) => string) => (x: Printed) =>
  bind([x], (value) => `CASE ${outside(value)} ELSE ${name}(${value}) END`);

const logarithm = (name: string) => within(name, (x) => `WHEN ${x} = 0 THEN CAST('-inf' AS DOUBLE) WHEN ${x} < 0 THEN ${NAN}`);

/** Whole numbers stay as they are, doubles are rounded. */
const rounding = (names: readonly string[], duckdb: string) => names.flatMap((name) => [
  scalarFunction(`${name}(integer) -> integer`, same),
  scalarFunction(`${name}(bigint) -> bigint`, same),
  scalarFunction(`${name}(double) -> double`, call(duckdb), { passesNaN: true }),
]);

/** DuckDB's own round of a BIGINT wraps around where the next round number is too large. */
const roundWhole = (x: Printed, digits: Printed) => `CAST(round(CAST(${x.sql} AS HUGEINT), ${digits.sql}) AS ${x.type.kind})`;

const sign = (x: Printed) => `CAST(sign(${x.sql}) AS ${x.type.kind})`;

export const math = [
  scalarFunction('abs(integer) -> integer', call('abs')),
  scalarFunction('abs(bigint) -> bigint', call('abs')),
  scalarFunction('abs(double) -> double', call('abs'), { passesNaN: true }),
  ...rounding(['ceil', 'ceiling'], 'ceil'),
  ...rounding(['floor'], 'floor'),
  ...rounding(['round'], 'round'),
  scalarFunction('round(integer, integer) -> integer', roundWhole),
  scalarFunction('round(bigint, integer) -> bigint', roundWhole),
  scalarFunction('round(double, integer) -> double', call('round'), { passesNaN: true }),
  scalarFunction('truncate(double) -> double', call('trunc'), { passesNaN: true }),
  scalarFunction('sign(integer) -> integer', sign),
  scalarFunction('sign(bigint) -> bigint', sign),
  scalarFunction('sign(double) -> double', (x) => bind([x], (value) =>
    `CASE WHEN isnan(${value}) THEN ${value} ELSE CAST(sign(${value}) AS DOUBLE) END`), { passesNaN: true }),
  scalarFunction('mod(integer, integer) -> integer', divide('%')),
  scalarFunction('mod(bigint, bigint) -> bigint', divide('%')),
  scalarFunction('mod(double, double) -> double', (a, b) => `(${a.sql} % ${b.sql})`),
  scalarFunction('power(double, double) -> double', call('pow')),
  scalarFunction('pow(double, double) -> double', call('pow')),
  scalarFunction('sqrt(double) -> double', within('sqrt', (x) => `WHEN ${x} < 0 THEN ${NAN}`)),
  scalarFunction('exp(double) -> double', call('exp'), { passesNaN: true }),
  scalarFunction('ln(double) -> double', logarithm('ln')),
  scalarFunction('log2(double) -> double', logarithm('log2')),
  scalarFunction('log10(double) -> double', logarithm('log10')),
  scalarFunction('degrees(double) -> double', call('degrees'), { passesNaN: true }),
  scalarFunction('radians(double) -> double', call('radians'), { passesNaN: true }),
  scalarFunction('pi() -> double', call('pi'), { passesNaN: true }),
  scalarFunction('e() -> double', () => 'exp(CAST(1 AS DOUBLE))', { passesNaN: true }),
  scalarFunction('infinity() -> double', () => "CAST('inf' AS DOUBLE)", { passesNaN: true }),
  scalarFunction('nan() -> double', () => NAN),
  scalarFunction('is_nan(double) -> boolean', call('isnan')),
  scalarFunction('is_finite(double) -> boolean', call('isfinite')),
  scalarFunction('is_infinite(double) -> boolean', call('isinf')),
  ...['acos', 'asin', 'atan', 'cos', 'cosh', 'sin', 'tan', 'tanh'].map((name) => futureFunction(`${name}(double) -> double`)),
  futureFunction('cbrt(double) -> double'),
  futureFunction('atan2(double, double) -> double'),
  futureFunction('from_base(varchar, bigint) -> bigint'),
  futureFunction('to_base(bigint, bigint) -> varchar'),
  futureFunction('rand() -> double'),
  futureFunction('random() -> double'),
  futureFunction('random(bigint) -> bigint'),
];
