/** The answer of `/series`: binned aggregates; question to SQL, rows to body. */
import { msToNs, nsToIso, nsToMs } from '../time';
import type { Cell, Row } from '../timestream/rows';
import { Sql, sql } from '../timestream/sql';
import { aggregateToSql, typeOfAggregate, unitOfAggregate } from './aggregates';
import { binCount, binStarts, binToSql } from './bin';
import { filledPoints, type Point } from './fill';
import { jsonValue, type JsonValue } from './json-value';
import type { QueryCost } from './query-cost';
import { groupColumns, groupOfRow, scopeToSql } from './scope';
import type { SeriesQuestion } from './series-question';

export interface Series {
  readonly dimensions: Readonly<Record<string, Cell>>;
  /** The expression, such as `avg(temperature)`. */
  readonly select: string;
  readonly unit?: string;
  readonly points: readonly Point[];
}

export interface SeriesBody {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly bin: string;
  readonly source: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  readonly series: readonly Series[];
  /** True when there are more groups than `limit`. */
  readonly truncated: boolean;
  readonly query: QueryCost;
}

/**
 * The statement of a question. Rows come group by group, bin by bin; a group has at most one row a bin, so that `limit` groups
 * and one more row are enough to know whether there are more.
 *
 * @param absent columns that no record has brought yet
 * @returns undefined when nothing is left to ask
 */
export function seriesStatement(question: SeriesQuestion, database: string, absent: ReadonlySet<string> = new Set()): Sql | undefined {
  const { select, bin, fromMs, toMs, limit } = question;
  const scope = scopeToSql(question, database, absent);
  const values = select.flatMap(({ aggregate, column }, index) =>
    absent.has(column.name) ? [] : [sql`${aggregateToSql(aggregate, column)} AS ${Sql.identifier(`v${index}`)}`],
  );
  if (scope === undefined || values.length === 0) return undefined;
  const groups = groupColumns(question, absent).map(({ dimension, alias }) => sql`${Sql.identifier(dimension)} AS ${Sql.identifier(alias)}`);
  const keys = [...groups, sql`${binToSql(bin)} AS "bin"`];
  const ordinals = Sql.join(keys.map((_, index) => Sql.integer(index + 1)));
  const rowLimit = Sql.integer(limit * binCount(bin, fromMs, toMs) + 1);
  return sql`SELECT ${Sql.join([...keys, ...values])} ${scope} GROUP BY ${ordinals} ORDER BY ${ordinals} LIMIT ${rowLimit}`;
}

/** The body of an answer. */
export function seriesBody(question: SeriesQuestion, rows: readonly Row[], query: QueryCost): SeriesBody {
  const { table, select, bin, fill, limit } = question;
  const groups = rowsByGroup(question, rows);
  const starts = binStarts(bin, question.fromMs, question.toMs);
  const [from, to] = [isoFromMs(question.fromMs), isoFromMs(question.toMs)];
  const series = groups.slice(0, limit).flatMap((group) =>
    select.map(({ text, aggregate, column }, index): Series => {
      const unit = unitOfAggregate(aggregate, column);
      const values = valuesByBin(group.rows, `v${index}`, (cell) => jsonValue(cell, typeOfAggregate(aggregate, column)));
      return {
        dimensions: group.dimensions,
        select: text,
        ...(unit === undefined ? {} : { unit }),
        points: filledPoints(values, starts, fill),
      };
    }),
  );
  const truncated = groups.length > limit;
  return { table: table.name, from, to, bin: bin.text, source: [{ table: table.name, from, to }], series, truncated, query };
}

interface Group {
  readonly dimensions: Readonly<Record<string, Cell>>;
  readonly rows: Row[];
}

function rowsByGroup(question: SeriesQuestion, rows: readonly Row[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const dimensions = groupOfRow(question, row);
    const key = JSON.stringify(dimensions);
    const group = groups.get(key) ?? { dimensions, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function valuesByBin(rows: readonly Row[], column: string, toJson: (cell: Cell | undefined) => JsonValue): Map<number, JsonValue> {
  return new Map(rows.flatMap((row) => (typeof row.bin === 'bigint' ? [[nsToMs(row.bin), toJson(row[column])]] : [])));
}

const isoFromMs = (timeMs: number): string => nsToIso(msToNs(timeMs));
