/**
 * QueryInsightsResponse: how much of its tables a query had to look at. The service publishes no formula; this is ours:
 * the time range between the bounds that WHERE sets on `time`, where open the table's own, and the share of the partition
 * key's values that WHERE leaves.
 */
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { OperationContext } from '../operation';
import { tableArn } from '../resource-arn';
import type { Bound } from '../sql/bound';
import { childrenOf, findKind } from '../sql/bound-tree';
import type { Scan } from '../sql/check/scope';
import { partitionColumn, timeColumn } from '../sql/check/time-filters';
import type { QueryClock } from '../sql/functions/function';
import { printExpression } from '../sql/print/expression';
import { printContext } from '../sql/print/query';
import { onConnection } from './on-connection';
import type { RowSpool } from './row-spool';

/** Far ends of time, for conditions that are open to a side; with room left for arithmetic on them. */
const OLDEST = 0n;
const NEWEST = 7_258_118_400_000_000_000n;

interface ScanInsight {
  readonly TableArn: string;
  readonly partitionKey: string;
  /** 0 to 1. */
  readonly spatial: number;
  readonly temporalNs: bigint;
}

/**
 * @param rows the query's result
 * @param signal stops it, with its reason
 */
export async function queryInsights(scans: readonly Scan[], rows: RowSpool, clock: QueryClock, context: OperationContext, signal: AbortSignal): Promise<object> {
  const insights: ScanInsight[] = [];
  try {
    for (const scan of scans) insights.push(await onConnection(context.store, signal, (connection) => scanInsight(scan, clock, connection, context)));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  const widest = worst(insights, ({ spatial }) => spatial);
  const longest = worst(insights, ({ temporalNs }) => Number(temporalNs));
  return {
    ...(widest && { QuerySpatialCoverage: { Max: { Value: widest.spatial, TableArn: widest.TableArn, PartitionKey: [widest.partitionKey] } } }),
    ...(longest && { QueryTemporalRange: { Max: { Value: Number(longest.temporalNs), TableArn: longest.TableArn } } }),
    QueryTableCount: new Set(insights.map(({ TableArn }) => TableArn)).size,
    OutputRows: rows.rowCount,
    OutputBytes: rows.byteLength,
  };
}

function worst(insights: readonly ScanInsight[], measure: (insight: ScanInsight) => number): ScanInsight | undefined {
  return insights.reduce<ScanInsight | undefined>((most, insight) => (most === undefined || measure(insight) > measure(most) ? insight : most), undefined);
}

async function scanInsight(scan: Scan, clock: QueryClock, connection: DuckDBConnection, context: OperationContext): Promise<ScanInsight> {
  const { entry, alias, timeFilters, partitionFilters } = scan;
  const key = partitionColumn(entry);
  const time = timeColumn(entry);
  const table = { TableArn: tableArn(entry.databaseName, entry.tableName, context), partitionKey: entry.partitionDimension ?? 'measure_name' };
  // Nothing was written to it yet.
  if (time === undefined) return { ...table, spatial: 0, temporalNs: 0n };
  const print = (bound: Bound) => printExpression(bound, printContext(clock));
  // By themselves conditions meet values that the query keeps from them: what fails there leaves nothing.
  const condition = (filters: readonly Bound[]) => ['true', ...new Set(filters.map((filter) => `TRY(${print(filter)})`))].join(' AND ');
  const keyName = key === undefined ? 'NULL' : `${alias}.${key.physical}`;
  // Times are BIGINT in the store, and NULL in a table without rows.
  const [oldest, newest, values, matched] = await onlyRow(await context.store.prepare(connection, () => `SELECT min(time), max(time), count(DISTINCT key), count(DISTINCT key) FILTER (WHERE matches)
    FROM (SELECT ${alias}.${time.physical} AS time, ${keyName} AS key, ${condition(partitionFilters)} AS matches FROM ${entry.relation(new Set([time.physical, ...(key ? [key.physical] : [])]), clock)} AS ${alias})`)) as [bigint | null, bigint | null, bigint, bigint];
  const bounds = [...new Set(timeFilters.flatMap(constantTimes).map(print))];
  const [from, to, isOpenBefore, isOpenAfter] = await onlyRow(await connection.prepare(allowedSql(bounds, alias, time.physical, condition(timeFilters)))) as [bigint | null, bigint | null, boolean, boolean];
  const first = isOpenBefore ? oldest : from;
  const last = isOpenAfter ? newest : to;
  return {
    ...table,
    // Rows without a value for the key are nowhere else.
    spatial: partitionFilters.length === 0 || values === 0n ? 1 : Number(matched) / Number(values),
    temporalNs: first === null || last === null || last < first ? 0n : last - first,
  };
}

async function onlyRow(statement: DuckDBPreparedStatement): Promise<readonly unknown[]> {
  const [row = []] = (await statement.runAndReadAll()).getRows();
  return row;
}

/** The times a condition compares with: its largest parts that name nothing. */
function constantTimes(bound: Bound): readonly Bound[] {
  if (bound.type.kind === 'timestamp' && findKind([bound], 'column', 'lambda-parameter') === undefined) return [bound];
  return childrenOf(bound).flatMap(constantTimes);
}

/** The first and last of these times that the condition takes, or takes next to it; and whether it goes on beyond all of them. */
function allowedSql(bounds: readonly string[], alias: string, column: string, condition: string): string {
  const probes = [OLDEST, NEWEST, ...bounds].map((bound) => `(TRY(CAST(${bound} AS BIGINT)))`).join(', ');
  const isEnd = (value: string) => `${value} IN (${OLDEST}, ${NEWEST})`;
  // Materialized, or DuckDB takes what the condition shares with itself out of its TRY.
  return `WITH probed AS MATERIALIZED (
      SELECT bound, ${isEnd('bound')} AS is_end, (SELECT ${condition} FROM (SELECT probe AS ${column}) AS ${alias}) AS takes
      FROM (SELECT bound, unnest(CASE WHEN ${isEnd('bound')} THEN [bound] ELSE [TRY(bound - 1), bound, TRY(bound + 1)] END) AS probe FROM (VALUES ${probes}) AS bounds(bound)))
    SELECT min(bound) FILTER (WHERE takes AND NOT is_end), max(bound) FILTER (WHERE takes AND NOT is_end),
      coalesce(bool_or(takes AND bound = ${OLDEST}), false), coalesce(bool_or(takes AND bound = ${NEWEST}), false) FROM probed`;
}
