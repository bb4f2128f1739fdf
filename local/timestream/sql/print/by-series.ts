/**
 * Conditions on a dimension as conditions on the series that fulfil it, when the store knows them and they are few: then
 * rows need not be joined to what they say of their series, and DuckDB finds them sooner.
 */
import type { TableEntry } from '../../catalog';
import type { Bound, BoundRelation } from '../bound';
import { printArguments } from '../functions/function';
import { scalar } from '../types';

/** The WHERE clause over the relation, with the same rows. */
export function bySeries(where: Bound, from: BoundRelation | undefined): Bound {
  const tables = new Map(from === undefined ? [] : tablesOf(from));
  return tables.size === 0 ? where : replaced(where, tables);
}

function tablesOf(relation: BoundRelation): readonly (readonly [alias: string, entry: TableEntry])[] {
  if (relation.kind === 'table') return [[relation.alias, relation.entry]];
  return relation.kind === 'join' ? [...tablesOf(relation.left), ...tablesOf(relation.right)] : [];
}

type Tables = ReadonlyMap<string, TableEntry>;

function replaced(term: Bound, tables: Tables): Bound {
  if (term.kind !== 'call') return term;
  if (term.isConjunction) return { ...term, arguments: term.arguments.map((part) => replaced(part, tables)) };
  // What is false and what is NULL are the same to WHERE, so that series without a value count as others do.
  return term.comparison === '=' || term.isMembership ? (inSeries(term, tables) ?? term) : term;
}

/** `dimension = 'a'` or `dimension IN ('a', 'b')`; undefined for anything else. */
function inSeries({ at, arguments: [column, ...options] }: Extract<Bound, { kind: 'call' }>, tables: Tables): Bound | undefined {
  if (column?.kind !== 'column') return undefined;
  const values = options.flatMap((option) => (option.kind === 'literal' && typeof option.value === 'string' ? [option.value] : []));
  if (values.length < options.length) return undefined;
  const found = tables.get(column.relation)?.seriesWith?.(column.column, values);
  if (found === undefined) return undefined;
  const series: Bound = { kind: 'column', at, type: scalar('integer'), relation: column.relation, column: found.physical, mayBeNaN: false };
  return {
    kind: 'call', at, type: scalar('boolean'), passesNaN: true, arguments: [series],
    print: printArguments(({ sql }) => (found.ids.length === 0 ? 'false' : `(${sql} IN (${found.ids.join(', ')}))`)),
  };
}
