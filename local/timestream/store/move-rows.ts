/** Moves what a table has accepted into DuckDB, in the writer's transaction and in slices that let requests through. */
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { BIGINT, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { CellValue } from '../records/record';
import { duckDbTypes } from './column-types';
import { valuesOf } from './look-up';
import type { Column, Row, Series, Table } from './table';
import type { Unstored } from './unstored';

/** DuckDB's vector size, the most rows a chunk can have. */
const maxRowsPerSlice = 2048;
/** Appending is synchronous; this many cells hold up other requests for a few milliseconds. */
const cellsPerSlice = 32_768;

/** Creates the DuckDB tables of a new Timestream table. */
export async function createRowTables(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(`CREATE TABLE ${table.rowsName} (series INTEGER, time_ns BIGINT, version BIGINT)`);
  await connection.run(`CREATE TABLE ${table.seriesName} (series INTEGER, measure_name VARCHAR, measure_type VARCHAR)`);
  await createMaskTable(connection, table.masksName);
}

/** Tables of the first format of the data folder had none. */
export async function createMaskTable(connection: DuckDBConnection, masksName: string): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${masksName} (series INTEGER, time_ns BIGINT)`);
}

export async function dropRowTables(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(`DROP TABLE ${table.rowsName}`);
  await connection.run(`DROP TABLE ${table.seriesName}`);
  await connection.run(`DROP TABLE ${table.masksName}`);
}

export async function moveRows(connection: DuckDBConnection, table: Table, { columns, series, rows }: Unstored): Promise<void> {
  await addColumns(connection, table, columns);
  // Not all columns of the table: requests may add more while the rows move.
  const known = table.columnsInOrder.slice(0, table.storedColumns + columns.length);
  await appendSeries(connection, table, known.filter((column) => column.attribute === 'DIMENSION'), series);
  await deleteReplaced(connection, table, rows);
  await maskSealed(connection, table, rows);
  await appendRows(connection, table, known.filter((column) => column.attribute !== 'DIMENSION'), rows);
}

async function addColumns(connection: DuckDBConnection, table: Table, columns: readonly Column[]): Promise<void> {
  const added = columns.map((column) => `ALTER TABLE ${column.attribute === 'DIMENSION' ? table.seriesName : table.rowsName} ADD COLUMN ${column.physical} ${duckDbTypes[column.type]}`);
  if (added.length > 0) await connection.run(added.join(';'));
  await appendSlices(connection, 'columns', [INTEGER, INTEGER, VARCHAR, VARCHAR, VARCHAR], columns, (column, at, cells) => {
    [table.id, column.ordinal, column.name, column.type, column.attribute].forEach((value, place) => set(cells, place, at, value));
  });
}

async function appendSeries(connection: DuckDBConnection, table: Table, dimensions: readonly Column[], series: readonly Series[]): Promise<void> {
  const place = new Map(dimensions.map((column, at) => [column.name, at + 3]));
  await appendSlices(connection, table.seriesName, [INTEGER, VARCHAR, VARCHAR, ...dimensions.map(() => VARCHAR)], series, (one, at, cells) => {
    set(cells, 0, at, one.id);
    set(cells, 1, at, one.measure.name);
    set(cells, 2, at, one.measure.type);
    for (const { name, value } of one.dimensions) set(cells, place.get(name), at, value);
  });
}

async function deleteReplaced(connection: DuckDBConnection, table: Table, rows: readonly Row[]): Promise<void> {
  const replaced = rows.filter((row) => row.replaces === 'unsealed');
  for (let start = 0; start < replaced.length; start += maxRowsPerSlice) {
    const keys = replaced.slice(start, start + maxRowsPerSlice).map(valuesOf).join(', ');
    await connection.run(`DELETE FROM ${table.rowsName} AS r USING (VALUES ${keys}) AS k(series, time_ns) WHERE r.series = k.series AND r.time_ns = k.time_ns`);
  }
}

/** A file is never written to again: what it has an older version of is listed beside it. */
async function maskSealed(connection: DuckDBConnection, table: Table, rows: readonly Row[]): Promise<void> {
  await appendSlices(connection, table.masksName, [INTEGER, BIGINT], rows.filter((row) => row.replaces === 'sealed'), ({ series, timeNs }, at, cells) => {
    set(cells, 0, at, series.id);
    set(cells, 1, at, timeNs);
  });
}

async function appendRows(connection: DuckDBConnection, table: Table, columns: readonly Column[], rows: readonly Row[]): Promise<void> {
  const place = new Map(columns.map((column, at) => [column, at + 3]));
  await appendSlices(connection, table.rowsName, [INTEGER, BIGINT, BIGINT, ...columns.map((column) => duckDbTypes[column.type])], rows, (row, at, cells) => {
    set(cells, 0, at, row.series.id);
    set(cells, 1, at, row.timeNs);
    set(cells, 2, at, row.version);
    row.columns.forEach((column, index) => set(cells, place.get(column), at, row.values[index] ?? null));
  });
}

type Cells = (CellValue | null)[][];

function set(cells: Cells, column: number | undefined, row: number, value: CellValue | null): void {
  const values = column === undefined ? undefined : cells[column];
  if (values) values[row] = value;
}

async function appendSlices<T>(connection: DuckDBConnection, tableName: string, types: readonly DuckDBType[], items: readonly T[], fill: (item: T, at: number, cells: Cells) => void): Promise<void> {
  if (items.length === 0) return;
  const rowsPerSlice = Math.min(maxRowsPerSlice, Math.ceil(cellsPerSlice / types.length));
  const appender = await connection.createAppender(tableName);
  try {
    for (let start = 0; start < items.length; start += rowsPerSlice) {
      const slice = items.slice(start, start + rowsPerSlice);
      const cells = types.map(() => new Array<CellValue | null>(slice.length).fill(null));
      slice.forEach((item, at) => fill(item, at, cells));
      const chunk = DuckDBDataChunk.create(types, slice.length);
      chunk.setColumns(cells);
      appender.appendDataChunk(chunk);
      appender.flushSync();
      await setImmediate();
    }
  } finally {
    appender.closeSync();
  }
}
