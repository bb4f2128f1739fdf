/** Equality as DuckDB SQL. DuckDB finds NaN equal to NaN and NULL elements equal to each other; the service neither. */
import type { Printed } from '../functions/function';
import type { SqlType } from '../types';
import { bind } from './binding';
import { bound, elementType, mapElements } from './elements';

/** Whether `=` of the type is not DuckDB's. */
export function isComposed(type: SqlType): boolean {
  return type.kind === 'array' || type.kind === 'row';
}

export function printEquality(operator: '=' | '<>', left: Printed, right: Printed): string {
  if (isComposed(left.type)) return operator === '=' ? composedEquality(left, right) : `(NOT ${composedEquality(left, right)})`;
  // Only two NaNs can go wrong.
  if (!left.mayBeNaN || !right.mayBeNaN) return `(${left.sql} ${operator} ${right.sql})`;
  return bind([left, right], (a, b) => `CASE WHEN isnan(${a}) AND ${b} IS NOT NULL THEN ${operator === '<>'} ELSE ${a} ${operator} ${b} END`);
}

function composedEquality(left: Printed, right: Printed): string {
  const { type } = left;
  return bind([left, right], (a, b) => (type.kind === 'row' ? rowEquality(type.fields.map((field) => field.type), a, b) : arrayEquality(elementType(type), a, b)));
}

/** AND has the rule: false if one pair is unlike, else NULL if one is not known. */
function rowEquality(types: readonly SqlType[], a: string, b: string): string {
  const field = (row: string, index: number, type: SqlType) => bound(`struct_extract(${row}, 'f${index}')`, type);
  const pairs = types.map((type, index) => printEquality('=', field(a, index, type), field(b, index, type)));
  return `(${pairs.join(' AND ')})`;
}

/** The worst of all pairs decides: 0 is unlike, 1 not known, 2 alike. No CASE on them: DuckDB repeats its operand for each branch. */
function arrayEquality(element: SqlType, a: string, b: string): string {
  const ranks = mapElements(`list_zip(${a}, ${b})`, element, (pair) =>
    `coalesce(2 * CAST(${printEquality('=', bound(`${pair.sql}[1]`, element), bound(`${pair.sql}[2]`, element))} AS INTEGER), 1)`);
  return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL WHEN len(${a}) <> len(${b}) THEN false ` +
    `ELSE [false, NULL, true][coalesce(list_min(${ranks}), 2) + 1] END`;
}
