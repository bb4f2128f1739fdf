/** Writes the rows of one day into a Parquet file, beside everything else that goes on; the keeper decides which day, and commits it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { statSync } from 'node:fs';
import { stringLiteral } from '../sql/print/literal';
import type { MagneticFolder } from './magnetic-folder';
import { startOfDay } from './retention';
import type { SealedDay } from './sealed-days';
import { selectSealed } from './sealed-rows';
import type { Table } from './table';

/** @returns the day as it will be once it is committed */
export async function sealDay(connection: DuckDBConnection, table: Table, day: number, file: string, folder: MagneticFolder): Promise<SealedDay> {
  const columns = table.storedColumns;
  folder.prepare(table.id);
  const written = folder.pathOf(table.id, `${file}.part`);
  try {
    await connection.run(copySql(table, day, columns, written));
    // Asking the file shows that it can be read, too.
    const reader = await connection.runAndReadAll(`SELECT count(*), min(time_ns), max(time_ns) FROM read_parquet(${stringLiteral(written)}, hive_partitioning = false)`);
    const [[rows, fromNs, toNs] = []] = reader.getRows();
    if (typeof fromNs !== 'bigint' || typeof toNs !== 'bigint') throw new Error(`${written} has no rows`);
    const path = folder.keep(written, table.id, file);
    return { day, path, rows: Number(rows), fromNs, toNs, bytes: statSync(path).size, columns, maskedRows: 0, mayBeMasked: false };
  } catch (cause) {
    folder.remove(written);
    throw cause;
  }
}

/** The rows outside, and those of the day's file that have no newer version outside. */
function copySql(table: Table, day: number, columns: number, path: string): string {
  const measures = table.columnsInOrder.slice(0, columns).filter(({ attribute }) => attribute !== 'DIMENSION').map(({ physical }) => physical);
  const read = ['series', 'time_ns', 'version', ...measures];
  const sealed = table.sealedDays.get(day);
  const selects = [
    `SELECT ${read.join(', ')} FROM main.${table.rowsName} WHERE time_ns >= ${startOfDay(day)} AND time_ns < ${startOfDay(day + 1)}`,
    ...(sealed ? selectSealed(table, [sealed], read) : []),
  ];
  return `COPY (SELECT * FROM (${selects.join(' UNION ALL ')}) ORDER BY ${order(table)}) TO ${stringLiteral(path)} (FORMAT parquet, COMPRESSION zstd)`;
}

/**
 * Of a table partitioned by a dimension, questions name the values of that: then the rows of few series lie in few row groups.
 * Otherwise they are about times.
 */
function order({ definition: { partitionKey } }: Table): string {
  return partitionKey.type === 'DIMENSION' ? 'series, time_ns' : 'time_ns, series';
}
