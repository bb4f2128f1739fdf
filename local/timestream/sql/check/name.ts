/** What a name means: a lambda's parameter, a column of this query or of one around it, or a field of either. */
import type { Expression, Name } from '../ast';
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import type { Checking } from './expression';
import { fieldOf } from './row';
import { columnsNamed, findColumn, nameText, type OuterScope, type Scope } from './scope';

/** Inner names win; at one place the longest column name does, and what follows it are fields. */
export function checkName({ parts, at }: Extract<Expression, { kind: 'name' }>, { scope, lambda, outputs, around }: Checking): Bound {
  for (let level = lambda; level !== undefined; level = level.around) {
    const parameter = findRow(level.scope, undefined, parts, at);
    if (parameter !== undefined) return parameter;
  }
  const [only] = parts;
  const output = parts.length === 1 && only !== undefined ? outputs?.(only.text) : undefined;
  if (output !== undefined) return { ...output, at };
  const column = findRow(scope, around.outer, parts, at);
  if (column === undefined) throw new SqlError(at, `Column '${nameText(parts)}' does not exist`);
  return column;
}

/** A name's column, or the field of a column. */
function findRow(scope: Scope, outer: OuterScope | undefined, parts: readonly Name[], at: number): Bound | undefined {
  const length = columnLength(scope, outer, parts);
  const column = findColumn(scope, outer, parts.slice(0, length), at);
  return column && parts.slice(length).reduce(fieldOf, column);
}

/** How many parts of the name are the column's, at the nearest place that knows one. */
function columnLength(scope: Scope, outer: OuterScope | undefined, parts: readonly Name[]): number {
  for (let length = parts.length; length > 0; length -= 1) {
    if (columnsNamed(scope, parts.slice(0, length)).length > 0) return length;
  }
  return outer === undefined ? parts.length : columnLength(outer.scope, outer.outer, parts);
}
