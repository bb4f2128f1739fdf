/** Brings what DuckDB keeps back into memory when a store opens: definitions, columns, series and their newest times. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType } from '../catalog';
import { dimensionKeyOf } from '../records/dimension-key';
import type { DatabaseDefinition, TableDefinition } from './definitions';
import type { Column, Measure } from './table';
import { MAX_TIMES } from './row-counts';
import { Table } from './table';

// The casts below trust what move-rows and stored-definitions wrote into the same columns.

export async function loadDatabases(connection: DuckDBConnection): Promise<readonly DatabaseDefinition[]> {
  const reader = await connection.runAndReadAll('SELECT definition FROM databases');
  return reader.getRows().map(([definition]) => JSON.parse(definition as string) as DatabaseDefinition);
}

export async function loadTables(connection: DuckDBConnection): Promise<readonly Table[]> {
  const reader = await connection.runAndReadAll('SELECT id, definition FROM tables');
  const tables = reader.getRows().map(([id, definition]) => new Table(id as number, JSON.parse(definition as string) as TableDefinition));
  for (const table of tables) {
    await loadColumns(connection, table);
    await loadSeries(connection, table);
    await loadNewestTimes(connection, table);
    await loadRowCounts(connection, table);
  }
  return tables;
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

async function loadNewestTimes(connection: DuckDBConnection, table: Table): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT series, max(time_ns) FROM ${table.rowsName} GROUP BY series`);
  for (const [id, newestNs] of reader.getRows()) {
    const series = table.seriesById[id as number];
    if (series) series.newestNs = series.newestStoredNs = series.newestVisibleNs = newestNs as bigint;
  }
}

async function loadRowCounts(connection: DuckDBConnection, { rowsName, rowCounts }: Table): Promise<void> {
  // Only about right, but quick where there are many.
  const [[times] = []] = (await connection.runAndReadAll(`SELECT approx_count_distinct(time_ns) FROM ${rowsName}`)).getRows();
  if (Number(times) > MAX_TIMES) return rowCounts.giveUp();
  const reader = await connection.runAndReadAll(`SELECT time_ns, count(*) FROM ${rowsName} GROUP BY time_ns`);
  for (const [timeNs, rows] of reader.getRows()) rowCounts.add(timeNs as bigint, Number(rows));
}
