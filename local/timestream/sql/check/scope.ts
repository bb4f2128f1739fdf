/** The columns a name can mean at one place of a statement. */
import type { TableColumn, TableEntry } from '../../catalog';
import type { Name } from '../ast';
import type { Bound, BoundColumn } from '../bound';
import { SqlError, type Offset } from '../errors';
import type { SqlType } from '../types';

/** A table as one place of a statement reads it; filled in as the statement is checked. */
export interface Scan {
  readonly entry: TableEntry;
  readonly alias: string;
  readonly columns: Set<TableColumn>;
  /** Conditions on nothing but the table's time, which decide how much of it is read. */
  readonly timeFilters: Bound[];
}

export interface ScopeColumn {
  /** Undefined for an expression without a name, which only `*` can reach. */
  readonly name?: string;
  /** What may stand before the name: an alias, or database and table. */
  readonly qualifier: readonly string[];
  readonly type: SqlType;
  readonly column: BoundColumn;
  readonly source?: { readonly scan: Scan; readonly column: TableColumn };
}

export type Scope = readonly ScopeColumn[];

/** The column as an expression, noted as read. */
export function readColumn({ type, column, source }: ScopeColumn, at: Offset): Bound {
  source?.scan.columns.add(source.column);
  return { ...column, type, at };
}

function isQualifiedBy(column: ScopeColumn, qualifier: readonly string[]): boolean {
  const own = column.qualifier.slice(column.qualifier.length - qualifier.length);
  return qualifier.length <= column.qualifier.length && qualifier.every((part, index) => own[index] === part);
}

/** The columns a name means: none, one or several. Names are case-sensitive. */
export function columnsNamed(scope: Scope, parts: readonly Name[]): readonly ScopeColumn[] {
  const qualifier = parts.slice(0, -1).map((part) => part.text);
  const name = parts.at(-1)?.text;
  return scope.filter((column) => column.name === name && isQualifiedBy(column, qualifier));
}

/** @throws SqlError when the name means no column, or more than one */
export function resolveColumn(scope: Scope, parts: readonly Name[], at: Offset): ScopeColumn {
  const [found, another] = columnsNamed(scope, parts);
  const written = parts.map((part) => part.text).join('.');
  if (found === undefined) throw new SqlError(at, `Column '${written}' does not exist`);
  if (another !== undefined) throw new SqlError(at, `Column '${written}' is ambiguous`);
  return found;
}

/** The columns of `*` or `t.*`. */
export function starColumns(scope: Scope, qualifier: Name | undefined, at: Offset): readonly ScopeColumn[] {
  if (qualifier === undefined) {
    if (scope.length === 0) throw new SqlError(at, 'SELECT * not allowed from relation that has no columns');
    return scope;
  }
  const columns = scope.filter((column) => isQualifiedBy(column, [qualifier.text]));
  if (columns.length === 0) throw new SqlError(at, `Table '${qualifier.text}' not found`);
  return columns;
}
