/** What a query counts as having read: the size of its columns, times the rows within its time range. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType, TableEntry } from '../catalog';
import type { Bound } from '../sql/bound';
import type { Scan } from '../sql/check/scope';
import { knownRows } from './known-rows';
import { printExpression } from '../sql/print/expression';
import { printContext } from '../sql/print/query';
import type { QueryClock } from '../sql/functions/function';

/**
 * Sizes of the metering formula. Text is counted at a fixed length: its true one would mean reading every value
 * once more.
 */
const sizeByType: Readonly<Record<ColumnType, number>> = { timestamp: 8, bigint: 8, double: 8, boolean: 1, varchar: 16 };

/** The least that one SELECT is metered as. https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.queries.html */
const LEAST_METERED = 10_000_000;
const MEGABYTE = 1_000_000;

/** Bytes of one row: the columns that the query names, and always its time. */
function rowBytes({ entry, columns }: Scan): number {
  const read = entry.columns.filter((column) => columns.has(column) || column.attribute === 'TIMESTAMP');
  return read.reduce((sum, column) => sum + sizeByType[column.type], 0);
}

function timeOnly({ columns }: TableEntry): ReadonlySet<string> {
  return new Set(columns.filter(({ attribute }) => attribute === 'TIMESTAMP').map(({ physical }) => physical));
}

/** Bytes scanned by all tables of a query, as far as the store knows its rows; undefined when they must be counted. */
export function knownBytesScanned(scans: readonly Scan[]): number | undefined {
  let bytes = 0;
  for (const scan of scans) {
    const rows = knownRows(scan);
    if (rows === undefined) return undefined;
    bytes += rows * rowBytes(scan);
  }
  return bytes;
}

/** Bytes scanned by all tables of a query, counted. Only conditions on a table's time narrow what is read of it. */
export async function bytesScanned(scans: readonly Scan[], clock: QueryClock, connection: DuckDBConnection): Promise<number> {
  // By themselves conditions meet values that the query keeps from them: what fails there leaves nothing. It is slower.
  const counts = await rowCounts(scans, (filter) => printExpression(filter, printContext(clock)), connection)
    .catch(() => rowCounts(scans, (filter) => `TRY(${printExpression(filter, printContext(clock))})`, connection));
  return scans.reduce((sum, scan, index) => sum + Number(counts[index] ?? 0) * rowBytes(scan), 0);
}

async function rowCounts(scans: readonly Scan[], print: (filter: Bound) => string, connection: DuckDBConnection): Promise<readonly unknown[]> {
  const counts = scans.map(({ entry, alias, timeFilters }) => {
    const where = timeFilters.map(print);
    return `(SELECT count(*) FROM ${entry.relation(timeOnly(entry))} AS ${alias}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''})`;
  });
  const reader = await connection.runAndReadAll(`SELECT ${counts.join(', ')}`);
  const [row = []] = reader.getRows();
  return row;
}

/** Metered in whole megabytes, never less than ten. */
export function bytesMetered(scanned: number): number {
  return Math.max(LEAST_METERED, Math.round(scanned / MEGABYTE) * MEGABYTE);
}
