/** The answer of `/latest`: the newest values of each group; question to SQL, rows to body. */
import { msToNs, nsToIso } from '../time';
import type { Cell, Row } from '../timestream/rows';
import { Sql, sql } from '../timestream/sql';
import { aggregateToSql } from './aggregates';
import { jsonValue, type JsonValue } from './json-value';
import type { LatestQuestion } from './latest-question';
import type { QueryCost } from './query-cost';
import { groupColumns, groupOfRow, scopeToSql } from './scope';

export interface LatestBody {
  readonly table: string;
  readonly from: string;
  /** The time that `within` and `silentFor` count back from. */
  readonly asOf: string;
  readonly latest: readonly LatestValues[];
  /** True when there are more groups than `limit`. */
  readonly truncated: boolean;
  readonly query: QueryCost;
}

export interface LatestValues {
  readonly dimensions: Readonly<Record<string, Cell>>;
  /** Of the newest record; a value may be older, when newer records do not carry it. */
  readonly time: string;
  /** By measure; null when no record of the range carries it. */
  readonly values: Readonly<Record<string, JsonValue>>;
}

/**
 * The statement of a question: one group more than asked for tells whether there are more.
 *
 * @param absent columns that no record has brought yet
 * @returns undefined when nothing is left to ask
 */
export function latestStatement(question: LatestQuestion, database: string, absent: ReadonlySet<string> = new Set()): Sql | undefined {
  const scope = scopeToSql(question, database, absent);
  if (scope === undefined) return undefined;
  const groups = groupColumns(question, absent);
  const values = question.select.flatMap(({ text, aggregate, column }, index) =>
    absent.has(column.name) ? [] : [{ text, alias: `v${index}`, value: aggregateToSql(aggregate, column) }],
  );
  const columns = [
    ...groups.map(({ dimension, alias }) => sql`${Sql.identifier(dimension)} AS ${Sql.identifier(alias)}`),
    sql`max(time) AS "t"`,
    ...values.map(({ value, alias }) => sql`${value} AS ${Sql.identifier(alias)}`),
  ];
  const groupBy = groups.length === 0 ? sql`` : sql` GROUP BY ${Sql.join(groups.map((_, index) => Sql.integer(index + 1)))}`;
  const { silentSinceMs } = question;
  const having = silentSinceMs === undefined ? sql`` : sql` HAVING max(time) < ${Sql.timestamp(msToNs(silentSinceMs))}`;
  const orderable = new Map([
    ['time', 't'],
    ...groups.map(({ dimension, alias }): [string, string] => [dimension, alias]),
    ...values.map(({ text, alias }): [string, string] => [text, alias]),
  ]);
  const orderBy = orderToSql(question, orderable, groups.map(({ alias }) => alias));
  return sql`SELECT ${Sql.join(columns)} ${scope}${groupBy}${having} ORDER BY ${orderBy} LIMIT ${Sql.integer(question.limit + 1)}`;
}

/** Groups that tie, or have no value, come in the order of their dimensions, so that equal questions have equal answers. */
function orderToSql({ order }: LatestQuestion, aliasOf: ReadonlyMap<string, string>, groupAliases: readonly string[]): Sql {
  const alias = order === undefined ? undefined : aliasOf.get(order.by);
  const direction = order?.descending === true ? sql`DESC` : sql`ASC`;
  const first = alias === undefined ? [] : [sql`${Sql.identifier(alias)} ${direction} NULLS LAST`];
  const others = groupAliases.filter((other) => other !== alias).map((other) => sql`${Sql.identifier(other)} ASC NULLS LAST`);
  const terms = [...first, ...others];
  return terms.length === 0 ? sql`"t"` : Sql.join(terms);
}

/** The body of an answer. */
export function latestBody(question: LatestQuestion, rows: readonly Row[], query: QueryCost): LatestBody {
  const latest = rows.slice(0, question.limit).flatMap((row): LatestValues[] => {
    // Without groups an empty range still makes one row, of nulls.
    if (typeof row.t !== 'bigint') return [];
    const values = question.select.map(({ column }, index) => [column.name, jsonValue(row[`v${index}`], column.type)] as const);
    return [{ dimensions: groupOfRow(question, row), time: nsToIso(row.t), values: Object.fromEntries(values) }];
  });
  return {
    table: question.table.name,
    from: nsToIso(msToNs(question.fromMs)),
    asOf: nsToIso(msToNs(question.asOfMs)),
    latest,
    truncated: rows.length > question.limit,
    query,
  };
}
