/** FROM: tables, subqueries and joins, and the columns that they bring into scope. */
import type { Catalog, TableEntry } from '../../catalog';
import type { Name, Relation } from '../ast';
import { notSupportedYet, SqlError } from '../errors';
import { isNumeric, scalar } from '../types';
import { checkExpression } from './expression';
import { checkJoin } from './join';
import { aliasedScope, columnScope, type Scan, type Scope } from './scope';
import type { CheckedRelation, Surroundings } from './surroundings';
import { checkUnnest } from './unnest';

export function checkRelation(relation: Relation, around: Surroundings): CheckedRelation {
  switch (relation.kind) {
    case 'table':
      return checkTable(relation.name, around);
    case 'lateral':
    case 'subquery': {
      const query = around.checkQuery(relation.query, around);
      const alias = around.freshName('t');
      return { relation: { kind: 'query', query, alias }, scope: columnScope(query.columns, alias, []) };
    }
    case 'unnest':
      return checkUnnest(relation, undefined, around);
    case 'sample':
      return checkSample(relation, around);
    case 'aliased': {
      const inner = checkRelation(relation.relation, around);
      return { relation: inner.relation, scope: aliasedScope(inner.scope, relation) };
    }
    case 'join':
      return checkJoin(relation, around, checkRelation);
  }
}

/** The percentage is a constant of any numeric type. */
function checkSample({ relation, percentage, at }: Extract<Relation, { kind: 'sample' }>, around: Surroundings): CheckedRelation {
  const inner = checkRelation(relation, around);
  const source = inner.relation;
  if (source.kind === 'join' || source.kind === 'lateral' || source.kind === 'sample') throw notSupportedYet(at, `TABLESAMPLE of a ${source.kind}`);
  const checked = checkExpression(percentage, { scope: [], around });
  if (checked.kind !== 'literal' || !isNumeric(checked.type)) throw new SqlError(checked.at, 'Sample percentage should evaluate to a numeric expression: a literal');
  const share = Number(checked.value) / 100;
  if (share < 0) throw new SqlError(checked.at, 'Sample percentage must be greater than or equal to 0');
  if (share > 1) throw new SqlError(checked.at, 'Sample percentage must be less than or equal to 100');
  return { relation: { kind: 'sample', relation: source, share }, scope: inner.scope };
}

function checkTable(name: readonly Name[], around: Surroundings): CheckedRelation {
  const [first, second, ...more] = name;
  if (first === undefined) throw new Error('a table has a name');
  const common = second === undefined ? around.commonTables.get(first.text) : undefined;
  if (common !== undefined) {
    const alias = around.freshName('t');
    common.onRead?.();
    return { relation: { kind: 'common-table', name: common.name, alias }, scope: columnScope(common.columns, alias, [first.text]) };
  }
  if (second === undefined) throw new SqlError(first.at, `Table '${first.text}' must be named with its database`);
  if (more.length > 0) throw new SqlError(first.at, 'A table is named by its database and its own name');
  const entry = existingTable(around.catalog, first, second);
  const scan: Scan = { entry, alias: around.freshName('t'), columns: new Set(), timeFilters: [], partitionFilters: [] };
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
    name: column.name, qualifier, source: { scan, column },
    expression: {
      kind: 'column', at: 0, type: scalar(column.type), relation: scan.alias, column: column.physical, mayBeNaN: false,
      ...(column.atLeastNs !== undefined && { atLeastNs: column.atLeastNs }),
    },
  }));
}
