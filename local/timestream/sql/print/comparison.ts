/** Comparisons as DuckDB SQL. Doubles need care: to DuckDB NaN equals NaN and exceeds all numbers, to the service neither. */
import type { BinaryOperator } from '../ast';
import type { Printed } from '../functions/function';
import { bind } from './binding';

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

/** Only two NaNs can go wrong: DuckDB calls them equal. */
function printEquality(operator: '=' | '<>', left: Printed, right: Printed): string {
  if (!left.mayBeNaN || !right.mayBeNaN) return `(${left.sql} ${operator} ${right.sql})`;
  return bind([left, right], (a, b) => `CASE WHEN isnan(${a}) AND ${b} IS NOT NULL THEN ${operator === '<>'} ELSE ${a} ${operator} ${b} END`);
}

export function printBetween(value: Printed, low: Printed, high: Printed): string {
  if (!high.mayBeNaN) return `(${value.sql} BETWEEN ${low.sql} AND ${high.sql})`;
  return bind([value, low, high], (x, from, to) =>
    `(${x} >= ${from} AND CASE WHEN isnan(${to}) AND ${x} IS NOT NULL THEN false ELSE ${x} <= ${to} END)`);
}

/** `x IN (a, b)` is `x = a OR x = b`, which only matters when a NaN could meet a NaN. */
export function printIn(value: Printed, options: readonly Printed[]): string {
  if (!value.mayBeNaN || !options.some((option) => option.mayBeNaN)) {
    return `(${value.sql} IN (${options.map((option) => option.sql).join(', ')}))`;
  }
  return bind([value, ...options], (x, ...others) =>
    `(${others.map((other) => `CASE WHEN isnan(${x}) AND ${other} IS NOT NULL THEN false ELSE ${x} = ${other} END`).join(' OR ')})`);
}
