/** Going through the elements of an array in DuckDB SQL. */
import type { Printed } from '../functions/function';
import type { SqlType } from '../types';
import { boundLambda } from './binding';
import { callWithLambda } from './column-marks';

type PrintElement = (element: Printed) => string;

/** A text that may be repeated, such as a parameter of a lambda, as an argument. */
export function bound(sql: string, type: SqlType): Printed {
  return { sql, type, repeatable: true, mayBeNaN: type.kind === 'double' };
}

/** The type of the elements of an array. */
export function elementType(array: SqlType): SqlType {
  return array.kind === 'array' ? array.element : { kind: 'unknown' };
}

function withElements(name: string, list: string, type: SqlType, body: PrintElement): string {
  const lambda = boundLambda((parameter) => body(bound(parameter, type)));
  return callWithLambda(`${name}(${list}, ${lambda})`, lambda);
}

/** The array of what `body` makes of each element; NULL elements are asked too. */
export const mapElements = (list: string, type: SqlType, body: PrintElement) => withElements('list_transform', list, type, body);

/** The elements for which `condition` is true. */
export const filterElements = (list: string, type: SqlType, condition: PrintElement) => withElements('list_filter', list, type, condition);
