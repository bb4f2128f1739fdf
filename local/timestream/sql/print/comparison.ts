/** Comparisons as DuckDB SQL. Doubles need care: to DuckDB NaN equals NaN and exceeds all numbers, to the service neither. */
import type { BinaryOperator } from '../ast';
import type { Printed } from '../functions/function';
import { bind } from './binding';
import { isComposed, printEquality } from './equality';

export type Comparison = Extract<BinaryOperator, '=' | '<>' | '<' | '<=' | '>' | '>='>;

const mirrored: Readonly<Record<Comparison, Comparison>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

export function printComparison(operator: Comparison, left: Printed, right: Printed): string {
  if (operator === '=' || operator === '<>') return printEquality(operator, left, right);
  // The side that is asked to be larger is the one where a NaN would win.
  return operator === '<' || operator === '<='
    ? printGreater(mirrored[operator], right, left, `(${left.sql} ${operator} ${right.sql})`)
    : printGreater(operator, left, right, `(${left.sql} ${operator} ${right.sql})`);
}

function printGreater(operator: Comparison, larger: Printed, smaller: Printed, plain: string): string {
  if (!larger.mayBeNaN) return plain;
  return bind([larger, smaller], (a, b) => `CASE WHEN isnan(${a}) AND ${b} IS NOT NULL THEN false ELSE ${a} ${operator} ${b} END`);
}

/** `x BETWEEN a AND b` is `x >= a AND x <= b`, which DuckDB answers differently when x or b is NaN. */
export function printBetween(value: Printed, low: Printed, high: Printed): string {
  if (!value.mayBeNaN && !high.mayBeNaN) return `(${value.sql} BETWEEN ${low.sql} AND ${high.sql})`;
  return bind([value, low, high], (x = '', from = '', to = '') =>
    `(${printComparison('>=', same(value, x), same(low, from))} AND ${printComparison('<=', same(value, x), same(high, to))})`);
}

/**
 * `x IN (a, b)` is `x = a OR x = b`, which only matters where DuckDB's equality is another.
 *
 * @param isVolatile whether x is another value each time it is asked, as DuckDB does for each option
 */
export function printIn(value: Printed, options: readonly Printed[], isVolatile: boolean): string {
  const [only, ...others] = options;
  // To DuckDB the brackets around one subquery are those of the subquery, which then may have many rows.
  if (only !== undefined && others.length === 0) return printEquality('=', value, only);
  const differs = isComposed(value.type) || (value.mayBeNaN && options.some((option) => option.mayBeNaN));
  if (!differs && !isVolatile) return `(${value.sql} IN (${options.map((option) => option.sql).join(', ')}))`;
  return bind([value, ...options], (x = '', ...texts) =>
    `(${texts.map((other, index) => printEquality('=', same(value, x), same(options[index] ?? value, other))).join(' OR ')})`);
}

/** An argument under the text it has been bound to. */
function same(argument: Printed, sql: string): Printed {
  return { ...argument, sql, repeatable: true };
}
