/** The columns a name can mean at one place of a statement. */
import type { TableColumn, TableEntry } from '../../catalog';
import type { Name } from '../ast';
import { outputColumn, type Bound, type BoundQuery } from '../bound';
import { mayBeNaN } from '../bound-tree';
import { SqlError, type Offset } from '../errors';

/** A table as one place of a statement reads it; filled in as the statement is checked. */
export interface Scan {
  readonly entry: TableEntry;
  readonly alias: string;
  readonly columns: Set<TableColumn>;
  /** Conditions on nothing but the table's time, which decide how much of it is read. */
  readonly timeFilters: Bound[];
  /** No row before it can change the answer. */
  sinceNs?: bigint;
  /** The same as timeFilters on nothing but its partition key; for query insights. */
  readonly partitionFilters: Bound[];
}

export interface ScopeColumn {
  /** Undefined for an expression without a name, which only `*` can reach. */
  readonly name?: string;
  /** What may stand before the name: an alias, or database and table. */
  readonly qualifier: readonly string[];
  /** What the name stands for: mostly a column of a relation. */
  readonly expression: Bound;
  readonly source?: { readonly scan: Scan; readonly column: TableColumn };
}

export type Scope = readonly ScopeColumn[];

/** What a query around a subquery offers it, and what the subquery took. */
export interface OuterScope {
  readonly scope: Scope;
  /** What the subquery reads, as expressions of this scope. */
  readonly captures: Bound[];
  readonly outer?: OuterScope;
}

/** The column as an expression, noted as read. */
export function readColumn({ expression, source }: ScopeColumn, at: Offset): Bound {
  source?.scan.columns.add(source.column);
  return { ...expression, at };
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

/**
 * The column a name means, of this query or of the nearest around it that has one; undefined when none does.
 *
 * @throws SqlError when the name means more than one
 */
export function findColumn(scope: Scope, outer: OuterScope | undefined, parts: readonly Name[], at: Offset): Bound | undefined {
  const [found, another] = columnsNamed(scope, parts);
  if (another !== undefined) throw new SqlError(at, `Column '${nameText(parts)}' is ambiguous`);
  if (found !== undefined) return readColumn(found, at);
  const around = outer && findColumn(outer.scope, outer.outer, parts, at);
  if (around === undefined || outer === undefined) return undefined;
  return { kind: 'outer', at, type: around.type, capture: outer.captures.push(around) - 1, mayBeNaN: mayBeNaN(around) };
}

/** A name as messages write it. */
export function nameText(parts: readonly Name[]): string {
  return parts.map((part) => part.text).join('.');
}

/** The columns of `*` or `t.*`. */
export function starColumns(scope: Scope, qualifier: readonly Name[] | undefined, at: Offset): readonly ScopeColumn[] {
  if (qualifier === undefined) {
    if (scope.length === 0) throw new SqlError(at, 'SELECT * not allowed from relation that has no columns');
    return scope;
  }
  const columns = scope.filter((column) => isQualifiedBy(column, qualifier.map((part) => part.text)));
  if (columns.length === 0) throw new SqlError(at, `Table '${nameText(qualifier)}' not found`);
  return columns;
}

/** The columns of a query under an alias. */
export function columnScope(columns: BoundQuery['columns'], relation: string, qualifier: readonly string[]): Scope {
  return columns.map(({ name, type, mayBeNaN: mayBe, atLeastNs }, index) => ({
    qualifier, ...(name !== undefined && { name }),
    expression: { kind: 'column', at: 0, type, relation, column: outputColumn(index), mayBeNaN: mayBe, ...(atLeastNs !== undefined && { atLeastNs }) },
  }));
}

/** The columns of `relation AS alias (names)`. */
export function aliasedScope(scope: Scope, { alias, columns }: { readonly alias: Name; readonly columns?: readonly Name[] }): Scope {
  if (columns !== undefined && columns.length !== scope.length) {
    throw new SqlError(alias.at, `Column alias list has ${columns.length} entries but '${alias.text}' has ${scope.length} columns available`);
  }
  return scope.map((column, index) => {
    const name = columns?.[index]?.text ?? column.name;
    return { ...column, qualifier: [alias.text], ...(name !== undefined && { name }) };
  });
}
