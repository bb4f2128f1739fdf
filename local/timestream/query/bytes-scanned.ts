/** What a query counts as having read: the size of its columns, times the rows within its time range. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType, TableEntry } from '../catalog';
import type { QueryableStore } from '../operation';
import type { Bound } from '../sql/bound';
import { askedOf } from '../sql/check/asked-times';
import type { Scan } from '../sql/check/scope';
import { knownRows } from './known-rows';
import { onConnection } from './on-connection';
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

/**
 * Bytes scanned by all tables of a query; only conditions on a table's time narrow what is read of it.
 *
 * @param signal stops the counting
 * @returns at once what the store knows; a promise when rows must be counted
 */
export function bytesScanned(scans: readonly Scan[], clock: QueryClock, store: QueryableStore, signal: AbortSignal): number | Promise<number> {
  return knownBytesScanned(scans, clock) ?? countedBytesScanned(scans, clock, store, signal);
}

function knownBytesScanned(scans: readonly Scan[], clock: QueryClock): number | undefined {
  let bytes = 0;
  for (const scan of scans) {
    const rows = knownRows(scan, clock);
    if (rows === undefined) return undefined;
    bytes += rows * rowBytes(scan);
  }
  return bytes;
}

async function countedBytesScanned(scans: readonly Scan[], clock: QueryClock, store: QueryableStore, signal: AbortSignal): Promise<number> {
  const count = (print: (filter: Bound) => string) => onConnection(store, signal, (connection) => rowCounts(scans, clock, print, store, connection));
  // By themselves conditions meet values that the query keeps from them: what fails there leaves nothing. It is slower.
  const counts = await count((filter) => printExpression(filter, printContext(clock)))
    .catch(() => count((filter) => `TRY(${printExpression(filter, printContext(clock))})`));
  return scans.reduce((sum, scan, index) => sum + Number(counts[index] ?? 0) * rowBytes(scan), 0);
}

async function rowCounts(
  scans: readonly Scan[], clock: QueryClock, print: (filter: Bound) => string, store: QueryableStore, connection: DuckDBConnection,
): Promise<readonly unknown[]> {
  const statement = await store.prepare(connection, () => {
    const counts = scans.map((scan) => {
      const where = scan.timeFilters.map(print);
      const relation = scan.entry.relation(timeOnly(scan.entry), askedOf(scan, clock));
      return `(SELECT count(*) FROM ${relation} AS ${scan.alias}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''})`;
    });
    return `SELECT ${counts.join(', ')}`;
  });
  const [row = []] = (await statement.runAndReadAll()).getRows();
  return row;
}

/** Metered in whole megabytes, never less than ten. */
export function bytesMetered(scanned: number): number {
  return Math.max(LEAST_METERED, Math.round(scanned / MEGABYTE) * MEGABYTE);
}
