/** ARRAY[...] as a checked expression, which check/expression.ts makes and check/coerce.ts makes again of another type. */
import type { Bound } from '../bound';
import type { Offset } from '../errors';
import type { Printed } from '../functions/function';
import { duckdbType } from '../print/literal';
import type { SqlType } from '../types';

/** @param elements all of the type `element` */
export function arrayLiteral(elements: readonly Bound[], element: SqlType, at: Offset): Bound {
  return {
    kind: 'call', at, type: { kind: 'array', element }, passesNaN: true, isArrayLiteral: true, arguments: elements,
    print: (args) => `CAST([${args.map(printElement).join(', ')}] AS ${duckdbType(element)}[])`,
  };
}

/** Numbers without casts of their own: DuckDB takes seconds over tens of thousands of them. */
function printElement({ literal: value, type, sql }: Printed): string {
  if (typeof value === 'bigint' && type.kind !== 'date') return String(value);
  return typeof value === 'number' && Number.isFinite(value) && value !== 0 ? value.toExponential() : sql;
}
