/** Reads from DuckDB, and from the files of sealed days, the rows that records may repeat or update: only asked for records not newer than their series. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CellValue, TimestreamRecord } from '../records/record';
import type { StoredRows } from './admit';
import { dayOf } from './retention';
import { selectSealed } from './sealed-rows';
import type { Column, Row, Series, Table } from './table';

export interface RowKey {
  readonly series: Series;
  readonly timeNs: bigint;
}

export const noStoredRows: StoredRows = () => undefined;

/** The keys that DuckDB may have a row for. */
export function keysToLookUp(table: Table, records: readonly TimestreamRecord[]): readonly RowKey[] {
  const keys: RowKey[] = [];
  for (const { measureName, dimensionKey, timeNs } of records) {
    const series = table.findSeries(measureName, dimensionKey);
    if (series && timeNs <= series.newestStoredNs) keys.push({ series, timeNs });
  }
  return keys;
}

export async function lookUp(connection: DuckDBConnection, table: Table, keys: readonly RowKey[]): Promise<StoredRows> {
  if (keys.length === 0) return noStoredRows;
  const columns = table.columnsInOrder.slice(0, table.storedColumns).filter((column) => column.attribute !== 'DIMENSION');
  const reader = await connection.runAndReadAll(lookUpSql(table, columns, keys));
  const found = new Map(reader.getRows().map((values) => {
    const row = rowOf(table, columns, values);
    return [keyText(row), row];
  }));
  return (series, timeNs) => found.get(keyText({ series, timeNs }));
}

/** The range of times lets DuckDB skip the row groups outside it. */
function lookUpSql(table: Table, columns: readonly Column[], keys: readonly RowKey[]): string {
  const times = keys.map((key) => key.timeNs);
  const oldest = times.reduce((least, time) => (time < least ? time : least));
  const newest = times.reduce((most, time) => (time > most ? time : most));
  const read = ['series', 'time_ns', 'version', ...columns.map((column) => column.physical)];
  const days = [...new Set(times.map(dayOf))].flatMap((day) => table.sealedDays.get(day) ?? []);
  const selects = [
    `SELECT false AS is_sealed, ${read.join(', ')} FROM main.${table.rowsName}`,
    ...selectSealed(table, days, read).map((select) => `SELECT true AS is_sealed, * FROM (${select})`),
  ];
  return `SELECT ${['is_sealed', ...read].map((column) => `r.${column}`).join(', ')}
    FROM (${selects.join(' UNION ALL ')}) AS r JOIN (VALUES ${keys.map(valuesOf).join(', ')}) AS k(series, time_ns)
      ON r.series = k.series AND r.time_ns = k.time_ns
    WHERE r.time_ns BETWEEN ${oldest} AND ${newest}`;
}

/** A key as a row of SQL VALUES. */
export function valuesOf({ series, timeNs }: RowKey): string {
  return `(${series.id}, ${timeNs})`;
}

function keyText({ series, timeNs }: RowKey): string {
  return `${series.id}/${timeNs}`;
}

function rowOf(table: Table, columns: readonly Column[], [isSealed, seriesId, timeNs, version, ...values]: readonly unknown[]): Row {
  const series = table.seriesById[Number(seriesId)];
  if (!series) throw new Error(`${table.rowsName} has a row of the unknown series ${seriesId}`);
  const written = columns.flatMap((column, at) => (values[at] === null ? [] : [{ column, value: values[at] }]));
  return {
    series,
    // Both columns are BIGINT, and the others of the types that move-rows gave them.
    timeNs: timeNs as bigint,
    version: version as bigint,
    columns: written.map(({ column }) => column),
    values: written.map(({ value }) => value as CellValue),
    replaces: 'nothing',
    isSealed: isSealed === true,
  };
}
