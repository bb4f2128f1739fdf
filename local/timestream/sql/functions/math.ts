/** Mathematical functions. Where DuckDB fails outside a function's domain the service answers NaN or infinity. */
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { divide } from '../print/whole-numbers';
import { scalarFunction, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;
const same = (x: Printed) => x.sql;
const NAN = "CAST('nan' AS DOUBLE)";

/** Before it the number to divide by would be infinite. */
const SMALLEST_EXPONENT = -308;

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

/**
 * Digits are shifted, rounded and shifted back. Where there are no digits to lose, the number stays: from 2^63
 * shifted on, the last digit that a double has lies above the last wanted one.
 */
const roundDouble = (x: Printed, digits: Printed) => bind([x, digits], (value, count) => {
  const factor = `pow(CAST(10 AS DOUBLE), ${count})`;
  const shifted = `abs(${value}) * ${factor}`;
  return `CASE WHEN ${value} = 0 OR NOT isfinite(${value}) OR ${shifted} >= ${2 ** 63} THEN ${value} ` +
    `WHEN ${count} < ${SMALLEST_EXPONENT} THEN ${value} * 0 ELSE CAST(sign(${value}) AS DOUBLE) * (round(${shifted}) / ${factor}) END`;
});

/** Where C answers 1 Java answers NaN: for a power that is none, or 1 to the power of infinity. */
const power = (x: Printed, exponent: Printed) => bind([x, exponent], (base, size) =>
  `CASE WHEN isnan(${size}) OR (abs(${base}) = 1 AND isinf(${size})) THEN ${NAN} + ${base} ELSE pow(${base}, ${size}) END`);

/** DuckDB's random() and a sum that does nothing but could fail: it tests what cannot fail once for all rows of an UNNEST. */
const RANDOM = '(random() + CAST(0 AS DOUBLE))';

const randomBelow = (limit: Printed) => bind([limit], (n) =>
  `CASE WHEN ${n} <= 0 THEN CAST(${raise('bound must be positive')} AS ${limit.type.kind}) ` +
  `WHEN ${n} IS NOT NULL THEN CAST(least(CAST(floor(${RANDOM} * ${n}) AS HUGEINT), ${n} - 1) AS ${limit.type.kind}) END`);

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
  scalarFunction('round(double, integer) -> double', roundDouble, { passesNaN: true }),
  scalarFunction('truncate(double) -> double', call('trunc'), { passesNaN: true }),
  scalarFunction('sign(integer) -> integer', sign),
  scalarFunction('sign(bigint) -> bigint', sign),
  scalarFunction('sign(double) -> double', (x) => bind([x], (value) =>
    `CASE WHEN isnan(${value}) OR ${value} = 0 THEN ${value} ELSE CAST(sign(${value}) AS DOUBLE) END`), { passesNaN: true }),
  scalarFunction('mod(integer, integer) -> integer', divide('%')),
  scalarFunction('mod(bigint, bigint) -> bigint', divide('%')),
  scalarFunction('mod(double, double) -> double', (a, b) => `(${a.sql} % ${b.sql})`),
  scalarFunction('power(double, double) -> double', power),
  scalarFunction('pow(double, double) -> double', power),
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
  ...['cos', 'sin', 'tan'].map((name) => scalarFunction(`${name}(double) -> double`, within(name, (x) => `WHEN isinf(${x}) THEN ${NAN}`))),
  ...['acos', 'asin'].map((name) => scalarFunction(`${name}(double) -> double`, within(name, (x) => `WHEN abs(${x}) > 1 THEN ${NAN}`))),
  ...['atan', 'cosh', 'tanh'].map((name) => scalarFunction(`${name}(double) -> double`, call(name), { passesNaN: true })),
  scalarFunction('atan2(double, double) -> double', call('atan2'), { passesNaN: true }),
  scalarFunction('cbrt(double) -> double', call('timestream_cbrt'), { passesNaN: true }),
  scalarFunction('from_base(varchar, bigint) -> bigint', call('timestream_from_base')),
  scalarFunction('to_base(bigint, bigint) -> varchar', call('timestream_to_base')),
  scalarFunction('rand() -> double', () => RANDOM, { passesNaN: true, isVolatile: true }),
  scalarFunction('random() -> double', () => RANDOM, { passesNaN: true, isVolatile: true }),
  scalarFunction('random(integer) -> integer', randomBelow, { isVolatile: true }),
  scalarFunction('random(bigint) -> bigint', randomBelow, { isVolatile: true }),
];
