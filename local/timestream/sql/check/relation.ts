/** FROM: tables, subqueries and joins, and the columns that they bring into scope. */
import type { Catalog, TableEntry } from '../../catalog';
import type { Name, Query, Relation } from '../ast';
import { findKind, outputColumn, type Bound, type BoundQuery, type BoundRelation } from '../bound';
import { SqlError } from '../errors';
import { scalar } from '../types';
import { checkCondition } from './expression';
import type { Scan, Scope } from './scope';

export interface CommonTableScope {
  /** The name it is printed under. */
  readonly name: string;
  readonly columns: BoundQuery['columns'];
}

/** What is known around a query while it is checked. */
export interface Surroundings {
  readonly catalog: Catalog;
  readonly commonTables: ReadonlyMap<string, CommonTableScope>;
  /** Every table read anywhere in the statement. */
  readonly scans: Scan[];
  /** A name that nothing else in the statement is printed under. */
  readonly freshName: (prefix: string) => string;
  /** Back to query.ts, so that the two files do not import each other. */
  readonly checkQuery: (query: Query, around: Surroundings) => BoundQuery;
}

export interface CheckedRelation {
  readonly relation: BoundRelation;
  readonly scope: Scope;
}

export function checkRelation(relation: Relation, around: Surroundings): CheckedRelation {
  switch (relation.kind) {
    case 'table':
      return checkTable(relation.name, around);
    case 'subquery': {
      const query = around.checkQuery(relation.query, around);
      const alias = around.freshName('t');
      return { relation: { kind: 'query', query, alias }, scope: columnScope(query.columns, alias, []) };
    }
    case 'aliased':
      return checkAliased(relation, around);
    case 'join':
      return checkJoin(relation, around);
  }
}

/** The columns of a query under an alias. */
export function columnScope(columns: BoundQuery['columns'], relation: string, qualifier: readonly string[]): Scope {
  return columns.map(({ name, type, mayBeNaN }, index) => ({
    qualifier, type, ...(name !== undefined && { name }),
    column: { kind: 'column', relation, column: outputColumn(index), mayBeNaN },
  }));
}

function checkTable(name: readonly Name[], around: Surroundings): CheckedRelation {
  const [first, second, ...more] = name;
  if (first === undefined) throw new Error('a table has a name');
  const common = second === undefined ? around.commonTables.get(first.text) : undefined;
  if (common !== undefined) {
    const alias = around.freshName('t');
    return { relation: { kind: 'common-table', name: common.name, alias }, scope: columnScope(common.columns, alias, [first.text]) };
  }
  if (second === undefined) throw new SqlError(first.at, `Table '${first.text}' must be named with its database`);
  if (more.length > 0) throw new SqlError(first.at, 'A table is named by its database and its own name');
  const entry = existingTable(around.catalog, first, second);
  const scan: Scan = { entry, alias: around.freshName('t'), columns: new Set(), timeFilters: [] };
  around.scans.push(scan);
  return { relation: { kind: 'table', entry, alias: scan.alias }, scope: tableScope(scan, [first.text, second.text]) };
}

/** @throws SqlError in the service's words when database or table does not exist */
export function existingTable(catalog: Catalog, database: Name, table: Name): TableEntry {
  const entry = catalog.table(database.text, table.text);
  if (entry !== undefined) return entry;
  const identifier = `${database.text}.${table.text}`;
  const missing = catalog.tableNames(database.text) === undefined ? `database '${database.text}'` : `table '${table.text}'`;
  throw new SqlError(database.at, `Requested ${missing} not found for identifier '${identifier}'`, 'last');
}

function tableScope(scan: Scan, qualifier: readonly string[]): Scope {
  return scan.entry.columns.map((column) => ({
    name: column.name, qualifier, type: scalar(column.type), source: { scan, column },
    column: { kind: 'column', relation: scan.alias, column: column.physical, mayBeNaN: false },
  }));
}

function checkAliased({ relation, alias, columns }: Extract<Relation, { kind: 'aliased' }>, around: Surroundings): CheckedRelation {
  const inner = checkRelation(relation, around);
  if (columns !== undefined && columns.length !== inner.scope.length) {
    throw new SqlError(alias.at, `Column alias list has ${columns.length} entries but '${alias.text}' has ${inner.scope.length} columns available`);
  }
  const scope = inner.scope.map((column, index) => {
    const name = columns?.[index]?.text ?? column.name;
    return { ...column, qualifier: [alias.text], ...(name !== undefined && { name }) };
  });
  return { relation: inner.relation, scope };
}

function checkJoin(join: Extract<Relation, { kind: 'join' }>, around: Surroundings): CheckedRelation {
  const left = checkRelation(join.left, around);
  const right = checkRelation(join.right, around);
  const scope = [...left.scope, ...right.scope];
  const bound = { kind: 'join' as const, join: join.join, left: left.relation, right: right.relation };
  if (join.on === undefined) return { relation: bound, scope };
  const on = checkCondition(join.on, { scope }, 'JOIN ON');
  refuseAggregates([on], 'JOIN clause');
  return { relation: { ...bound, on }, scope };
}

/** Conditions on rows come before any group exists. */
export function refuseAggregates(bounds: readonly Bound[], clause: string): void {
  const found = findKind(bounds, 'aggregate', 'window');
  if (found !== undefined) throw new SqlError(found.at, `${clause} cannot contain aggregations, window functions or grouping operations`);
}
