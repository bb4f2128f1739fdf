/** What every question has: the table, the dimensions it is grouped by, the conditions, the range; and their SQL. */
import type { TableDefinition } from '../tables/definition';
import { msToNs } from '../time';
import type { Cell, Row } from '../timestream/rows';
import { Sql, sql } from '../timestream/sql';
import { columnsOf } from './columns';
import { unknown, type RequestParameters, type Refuse } from './request-parameters';
import { conditionToSql, holdsWhenAbsent, readCondition, type Condition } from './where';

export interface Scope {
  readonly table: TableDefinition;
  /** Names of dimensions. */
  readonly by: readonly string[];
  readonly where: readonly Condition[];
  readonly fromMs: number;
  /** Exclusive; open when left out. */
  readonly toMs?: number;
}

/** Reads `by` and `where`. */
export function readGroups(
  parameters: RequestParameters,
  table: TableDefinition,
): { readonly by?: readonly string[]; readonly where: readonly Condition[] } {
  const columns = columnsOf(table);
  const by = parameters.one('by', (text, refuse) => readDimensions(text, table, refuse));
  const where = parameters.each('where', (text, refuse) => readCondition(text, columns, refuse));
  return { where, ...(by === undefined ? {} : { by }) };
}

function readDimensions(text: string, table: TableDefinition, refuse: Refuse): readonly string[] | undefined {
  const known = table.dimensions.map(({ name }) => name);
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const strangers = names.filter((name) => !known.includes(name));
  for (const name of strangers) refuse(unknown('dimension', name, known));
  return strangers.length === 0 ? names : undefined;
}

/** The dimensions to group by that exist, each with the name its column has in the rows. */
export function groupColumns({ by }: Scope, absent: ReadonlySet<string>): readonly { readonly dimension: string; readonly alias: string }[] {
  return by.map((dimension, index) => ({ dimension, alias: `d${index}` })).filter(({ dimension }) => !absent.has(dimension));
}

/** The group a row belongs to; null for a dimension that its records do not have. */
export function groupOfRow({ by }: Scope, row: Row): Readonly<Record<string, Cell>> {
  return Object.fromEntries(by.map((dimension, index) => [dimension, row[`d${index}`] ?? null]));
}

/** Sources may have measure names of their own. What has another was written by nobody who goes by tables.json. */
function isOfTable({ measureName, sources }: TableDefinition): Sql {
  const names = new Set([measureName, ...sources.map((source) => source.measureName)]);
  const list = [...names].map((name) => Sql.string(name));
  return list.length === 1 ? sql`measure_name = ${Sql.join(list)}` : sql`measure_name IN (${Sql.join(list)})`;
}

/**
 * `FROM ... WHERE ...` of a question.
 *
 * @param absent columns that no record has brought yet
 * @returns undefined when a condition on an absent column can hold for no record
 */
export function scopeToSql(scope: Scope, database: string, absent: ReadonlySet<string>): Sql | undefined {
  const { table, fromMs, toMs } = scope;
  const unanswerable = scope.where.filter(({ dimension }) => absent.has(dimension));
  if (!unanswerable.every(holdsWhenAbsent)) return undefined;
  const conditions = [
    sql`time >= ${Sql.timestamp(msToNs(fromMs))}`,
    ...(toMs === undefined ? [] : [sql`time < ${Sql.timestamp(msToNs(toMs))}`]),
    isOfTable(table),
    ...scope.where.filter((condition) => !unanswerable.includes(condition)).map(conditionToSql),
  ];
  return sql`FROM ${Sql.identifier(database)}.${Sql.identifier(table.name)} WHERE ${Sql.join(conditions, ' AND ')}`;
}
