/**
 * One accepted request as the log keeps it: what it added to the table and the rows it changed, as compact JSON.
 *
 * Entries say what was decided, not what was asked, so replaying needs no clock and no retention; and since a row is
 * kept only over a lower version, replaying one that DuckDB has already changes nothing.
 */
import type { ColumnType } from '../catalog';
import type { CellValue, TimestreamRecord } from '../records/record';
import { dimensionKeyOf } from '../records/dimension-key';
import type { Column, Measure, Row, Table } from './table';

/** What JSON has no form for is text: 64-bit integers and minus zero. */
type LoggedValue = string | number | boolean;
type LoggedColumn = readonly [ordinal: number, name: string, type: ColumnType, attribute: Column['attribute']];
type LoggedSeries = readonly [id: number, measureName: string, type: Measure['type'], dimensions: readonly string[]];
type LoggedRow = readonly [series: number, timeNs: string, version: string, columns: readonly number[], values: readonly LoggedValue[]];

interface LoggedEntry {
  /** Its id; the table may have been deleted since. */
  readonly table: number;
  readonly columns: readonly LoggedColumn[];
  readonly series: readonly LoggedSeries[];
  readonly rows: readonly LoggedRow[];
}

/** Takes the table's unlogged definitions along, whoever added them: rows of later entries rely on them. */
export function encodeEntry(table: Table, rows: readonly Row[]): Buffer {
  const { columns, series } = table.unlogged;
  table.unlogged = { columns: [], series: [] };
  const entry: LoggedEntry = {
    table: table.id,
    columns: columns.map((column) => [column.ordinal, column.name, column.type, column.attribute]),
    series: series.map(({ id, measure, dimensions }) => [id, measure.name, measure.type, dimensions.flatMap(({ name, value }) => [name, value])]),
    rows: rows.map((row) => [row.series.id, String(row.timeNs), String(row.version), row.columns.map(({ ordinal }) => ordinal), row.values.map(loggedValue)]),
  };
  return Buffer.from(JSON.stringify(entry));
}

function loggedValue(value: CellValue): LoggedValue {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'bigint' ? String(value) : value;
}

export function decodeEntry(bytes: Buffer): LoggedEntry {
  // The checksum vouches for what encodeEntry wrote.
  return JSON.parse(bytes.toString()) as LoggedEntry;
}

/** Adds what the entry defines to the table and returns its rows as records, to be admitted again. */
export function recordsOfEntry(table: Table, entry: LoggedEntry): readonly TimestreamRecord[] {
  for (const [ordinal, name, type, attribute] of entry.columns) {
    if (ordinal >= table.columnsInOrder.length) table.unstored.columns.push(table.keepColumn(name, type, attribute));
  }
  for (const [id, measureName, type, flat] of entry.series) {
    if (id < table.seriesById.length) continue;
    const dimensions = pairs(flat);
    table.unstored.series.push(table.keepSeries(measureName, type, dimensions, dimensionKeyOf(dimensions)));
  }
  return entry.rows.map((row) => recordOfRow(table, row));
}

function pairs(flat: readonly string[]): { name: string; value: string }[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? { name, value: flat[at + 1] ?? '' } : []));
}

function recordOfRow(table: Table, [seriesId, timeNs, version, columns, values]: LoggedRow): TimestreamRecord {
  const series = table.seriesById[seriesId];
  if (!series) throw new Error(`The log speaks of series ${seriesId} of table ${table.id} before defining it`);
  return {
    dimensions: series.dimensions,
    dimensionKey: dimensionKeyOf(series.dimensions),
    measureName: series.measure.name,
    measureType: series.measure.type,
    timeNs: BigInt(timeNs),
    version: BigInt(version),
    cells: columns.map((ordinal, at) => {
      const column = table.columnsInOrder[ordinal];
      if (!column) throw new Error(`The log speaks of column ${ordinal} of table ${table.id} before defining it`);
      return { name: column.name, type: column.type, value: cellValue(column.type, values[at] ?? '') };
    }),
  };
}

function cellValue(type: ColumnType, value: LoggedValue): CellValue {
  if (type === 'bigint' || type === 'timestamp') return BigInt(value);
  return type === 'double' ? Number(value) : value;
}
