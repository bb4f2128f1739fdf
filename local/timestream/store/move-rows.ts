/** Moves what a table has accepted into DuckDB, in the writer's transaction and in slices that let requests through. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { BIGINT, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { CellValue } from '../records/record';
import type { Appended } from './append-slices';
import { appendSlices } from './append-slices';
import { duckDbTypes } from './column-types';
import { valuesOf } from './look-up';
import type { Column, Row, Series, Table } from './table';
import type { Unstored } from './unstored';

/** How many rows one statement deletes. */
const rowsPerDelete = 2048;

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
  await appendSlices<Column>(connection, 'columns', [
    { type: INTEGER, valueOf: () => table.id }, { type: INTEGER, valueOf: ({ ordinal }) => ordinal },
    { type: VARCHAR, valueOf: ({ name }) => name }, { type: VARCHAR, valueOf: ({ type }) => type }, { type: VARCHAR, valueOf: ({ attribute }) => attribute },
  ], columns);
}

async function appendSeries(connection: DuckDBConnection, table: Table, dimensions: readonly Column[], series: readonly Series[]): Promise<void> {
  await appendSlices<Series>(connection, table.seriesName, [
    { type: INTEGER, valueOf: ({ id }) => id }, { type: VARCHAR, valueOf: ({ measure }) => measure.name }, { type: VARCHAR, valueOf: ({ measure }) => measure.type },
    ...dimensions.map(({ name }): Appended<Series> => ({ type: VARCHAR, valueOf: (one) => one.dimensions.find((dimension) => dimension.name === name)?.value ?? null })),
  ], series);
}

async function deleteReplaced(connection: DuckDBConnection, table: Table, rows: readonly Row[]): Promise<void> {
  const replaced = rows.filter((row) => row.replaces === 'unsealed');
  for (let start = 0; start < replaced.length; start += rowsPerDelete) {
    const keys = replaced.slice(start, start + rowsPerDelete).map(valuesOf).join(', ');
    await connection.run(`DELETE FROM ${table.rowsName} AS r USING (VALUES ${keys}) AS k(series, time_ns) WHERE r.series = k.series AND r.time_ns = k.time_ns`);
  }
}

/** A file is never written to again: what it has an older version of is listed beside it. */
async function maskSealed(connection: DuckDBConnection, table: Table, rows: readonly Row[]): Promise<void> {
  await appendSlices<Row>(connection, table.masksName, [
    { type: INTEGER, valueOf: ({ series }) => series.id }, { type: BIGINT, valueOf: ({ timeNs }) => timeNs },
  ], rows.filter((row) => row.replaces === 'sealed'));
}

async function appendRows(connection: DuckDBConnection, table: Table, columns: readonly Column[], rows: readonly Row[]): Promise<void> {
  await appendSlices<Row>(connection, table.rowsName, [
    { type: INTEGER, valueOf: ({ series }) => series.id }, { type: BIGINT, valueOf: ({ timeNs }) => timeNs }, { type: BIGINT, valueOf: ({ version }) => version },
    ...columns.map((column): Appended<Row> => ({ type: duckDbTypes[column.type], valueOf: valueIn(column) })),
  ], rows);
}

/** Rows that follow each other mostly have the same columns. */
function valueIn(column: Column): (row: Row) => CellValue | null {
  let columns: readonly Column[] = [];
  let place = -1;
  return (row) => {
    if (row.columns !== columns) {
      ({ columns } = row);
      place = columns.indexOf(column);
    }
    return place === -1 ? null : row.values[place] ?? null;
  };
}
