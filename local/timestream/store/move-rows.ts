/** Moves what a table has accepted into DuckDB, in the writer's transaction and in slices that let requests through. */
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { ColumnType } from '../catalog';
import type { CellValue } from '../records/record';
import { valuesOf } from './look-up';
import type { Column, Row, Series, Table } from './table';
import type { Unstored } from './unstored';

/** DuckDB's vector size. Appending is synchronous; this many rows hold up other requests for a few milliseconds. */
const rowsPerSlice = 2048;

const duckDbTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  varchar: VARCHAR, bigint: BIGINT, double: DOUBLE, boolean: BOOLEAN, timestamp: BIGINT,
};

/** Creates the DuckDB tables of a new Timestream table. */
export async function createRowTables(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(`CREATE TABLE ${table.rowsName} (series INTEGER, time_ns BIGINT, version BIGINT)`);
  await connection.run(`CREATE TABLE ${table.seriesName} (series INTEGER, measure_name VARCHAR, measure_type VARCHAR)`);
}

export async function dropRowTables(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(`DROP TABLE ${table.rowsName}`);
  await connection.run(`DROP TABLE ${table.seriesName}`);
}

export async function moveRows(connection: DuckDBConnection, table: Table, { columns, series, rows }: Unstored): Promise<void> {
  await addColumns(connection, table, columns);
  // Not all columns of the table: requests may add more while the rows move.
  const known = table.columnsInOrder.slice(0, table.storedColumns + columns.length);
  await appendSeries(connection, table, known.filter((column) => column.attribute === 'DIMENSION'), series);
  await deleteReplaced(connection, table, rows);
  await appendRows(connection, table, known.filter((column) => column.attribute !== 'DIMENSION'), rows);
}

async function addColumns(connection: DuckDBConnection, table: Table, columns: readonly Column[]): Promise<void> {
  for (const column of columns) {
    const owner = column.attribute === 'DIMENSION' ? table.seriesName : table.rowsName;
    await connection.run(`ALTER TABLE ${owner} ADD COLUMN ${column.physical} ${duckDbTypes[column.type]}`);
    await connection.run('INSERT INTO columns VALUES ($1, $2, $3, $4, $5)', [table.id, column.ordinal, column.name, column.type, column.attribute]);
  }
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
  const replaced = rows.filter((row) => row.replaces);
  for (let start = 0; start < replaced.length; start += rowsPerSlice) {
    const keys = replaced.slice(start, start + rowsPerSlice).map(valuesOf).join(', ');
    await connection.run(`DELETE FROM ${table.rowsName} AS r USING (VALUES ${keys}) AS k(series, time_ns) WHERE r.series = k.series AND r.time_ns = k.time_ns`);
  }
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
