/** Brings what DuckDB keeps back into memory when a store opens: definitions, columns, series, sealed days, and what is known of the rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType } from '../catalog';
import { dimensionKeyOf } from '../records/dimension-key';
import type { DatabaseDefinition, TableDefinition } from './definitions';
import type { MagneticFolder } from './magnetic-folder';
import { nsPerDay } from './retention';
import { MAX_TIMES } from './row-counts';
import type { CleanStop } from './saved-facts';
import { hasRows, loadCleanStop, loadNewestTimes, showNewest } from './saved-facts';
import { loadSealedDays } from './stored-sealed-days';
import type { Column, Measure } from './table';
import { Table } from './table';

// The casts below trust what move-rows and stored-definitions wrote into the same columns.

export async function loadDatabases(connection: DuckDBConnection): Promise<readonly DatabaseDefinition[]> {
  const reader = await connection.runAndReadAll('SELECT definition FROM databases');
  return reader.getRows().map(([definition]) => JSON.parse(definition as string) as DatabaseDefinition);
}

export interface LoadedTables {
  readonly tables: readonly Table[];
  /** How many had to be read since they were not closed. */
  readonly read: number;
}

/** @param folder of sealed days; undefined where nothing is sealed */
export async function loadTables(connection: DuckDBConnection, folder: MagneticFolder | undefined): Promise<LoadedTables> {
  const reader = await connection.runAndReadAll('SELECT id, definition FROM tables');
  const tables = reader.getRows().map(([id, definition]) => new Table(id as number, JSON.parse(definition as string) as TableDefinition));
  let read = 0;
  for (const table of tables) {
    await loadColumns(connection, table);
    await loadSeries(connection, table);
    await loadNewestTimes(connection, table);
    if (folder) await loadSealedDays(connection, table, folder);
    const cleanStop = await loadCleanStop(connection, table);
    if (cleanStop) takeUp(table, cleanStop);
    else if (hasRows(table)) {
      await readRows(connection, table);
      read += 1;
    }
  }
  return { tables, read };
}

function takeUp({ rowCounts, unsealedDays }: Table, { counts, days }: CleanStop): void {
  if (counts === undefined) rowCounts.giveUp();
  for (const [timeNs, rows] of counts ?? []) rowCounts.add(timeNs, rows);
  // Whatever has changed before counts as old: it is due at once.
  for (const [day, rows] of days) unsealedDays.put(day, { rows, changes: rows, sinceNs: 0n });
}

async function readRows(connection: DuckDBConnection, table: Table): Promise<void> {
  await readNewestTimes(connection, table);
  await readRowCounts(connection, table);
  const reader = await connection.runAndReadAll(`SELECT (time_ns // ${nsPerDay})::INTEGER, count(*) FROM ${table.rowsName} GROUP BY ALL`);
  for (const [day, rows] of reader.getRows()) table.unsealedDays.put(day as number, { rows: Number(rows), changes: Number(rows), sinceNs: 0n });
}

async function loadColumns(connection: DuckDBConnection, table: Table): Promise<void> {
  const reader = await connection.runAndReadAll('SELECT name, type, attribute FROM columns WHERE table_id = $1 ORDER BY ordinal', [table.id]);
  for (const [name, type, attribute] of reader.getRows()) table.keepColumn(name as string, type as ColumnType, attribute as Column['attribute']);
  table.storedColumns = table.columnsInOrder.length;
}

async function loadSeries(connection: DuckDBConnection, table: Table): Promise<void> {
  const columns = table.columnsInOrder.filter((column) => column.attribute === 'DIMENSION');
  const names = ['measure_name', 'measure_type', ...columns.map((column) => column.physical)].join(', ');
  const reader = await connection.runAndReadAll(`SELECT ${names} FROM ${table.seriesName} ORDER BY series`);
  for (const [measureName, type, ...values] of reader.getRows()) {
    const dimensions = columns
      .flatMap(({ name }, at) => (typeof values[at] === 'string' ? [{ name, value: values[at] }] : []))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    table.keepSeries(measureName as string, type as Measure['type'], dimensions, dimensionKeyOf(dimensions));
  }
}

async function readNewestTimes(connection: DuckDBConnection, table: Table): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT series, max(time_ns) FROM ${table.rowsName} GROUP BY series`);
  for (const [id, newestNs] of reader.getRows()) showNewest(table.seriesById[id as number], newestNs as bigint);
}

async function readRowCounts(connection: DuckDBConnection, { rowsName, rowCounts }: Table): Promise<void> {
  // Only about right, but quick where there are many.
  const [[times] = []] = (await connection.runAndReadAll(`SELECT approx_count_distinct(time_ns) FROM ${rowsName}`)).getRows();
  if (Number(times) > MAX_TIMES) return rowCounts.giveUp();
  const reader = await connection.runAndReadAll(`SELECT time_ns, count(*) FROM ${rowsName} GROUP BY time_ns`);
  for (const [timeNs, rows] of reader.getRows()) rowCounts.add(timeNs as bigint, Number(rows));
}
