/**
 * Rows as bytes of a log entry, and back; used by log-entry.
 *
 * Rows with the same columns follow each other in a group: how many rows and columns, the ordinals of the columns, then for
 * each row its series, time, version and a value for each column, in the form of the column's type.
 */
import type { CellValue, TimestreamRecord } from '../records/record';
import { dimensionKeyOf } from '../records/dimension-key';
import { ByteReader, ByteWriter } from './bytes';
import type { Column, Row, Table } from './table';

/** Used again and again: rows are written one entry at a time. */
const writer = new ByteWriter();

export function writeRows(rows: readonly Row[]): Buffer {
  writer.clear();
  for (let first = 0; first < rows.length;) {
    const { columns = [] } = rows[first] ?? {};
    let end = first + 1;
    // admit gives rows the same list when they have the same columns.
    while (rows[end]?.columns === columns) end += 1;
    writer.uint32(end - first);
    writer.uint32(columns.length);
    for (const { ordinal } of columns) writer.uint32(ordinal);
    for (; first < end; first += 1) writeRow(rows[first], columns);
  }
  return writer.take();
}

function writeRow(row: Row | undefined, columns: readonly Column[]): void {
  if (!row) return;
  writer.uint32(row.series.id);
  writer.int64(row.timeNs);
  writer.int64(row.version);
  for (let at = 0; at < columns.length; at += 1) writeValue(columns[at]?.type, row.values[at]);
}

/** A value is of its column's type, as the table checked. */
function writeValue(type: Column['type'] | undefined, value: CellValue | undefined): void {
  switch (type) {
    case 'double': return writer.double(value as number);
    case 'bigint':
    case 'timestamp': return writer.int64(value as bigint);
    case 'boolean': return writer.uint8(value === true ? 1 : 0);
    case 'varchar': return writer.text(value as string);
    case undefined:
  }
}

export function readRows(bytes: Buffer, table: Table): readonly TimestreamRecord[] {
  const reader = new ByteReader(bytes);
  const records: TimestreamRecord[] = [];
  while (!reader.isAtEnd) {
    const rows = reader.uint32();
    const ordinals = Array.from({ length: reader.uint32() }, () => reader.uint32());
    for (let row = 0; row < rows; row += 1) {
      records.push(recordOfRow(table, reader.uint32(), reader.int64(), reader.int64(), ordinals, ({ type }) => readValue(reader, type)));
    }
  }
  return records;
}

function readValue(reader: ByteReader, type: Column['type']): CellValue {
  switch (type) {
    case 'double': return reader.double();
    case 'bigint':
    case 'timestamp': return reader.int64();
    case 'boolean': return reader.uint8() === 1;
    case 'varchar': return reader.text();
  }
}

/**
 * @param valueOf called for each column in their order
 * @throws Error for a series or column that the table does not have
 */
export function recordOfRow(
  table: Table, seriesId: number, timeNs: bigint, version: bigint, ordinals: readonly number[], valueOf: (column: Column, at: number) => CellValue,
): TimestreamRecord {
  const series = table.seriesById[seriesId];
  if (!series) throw new Error(`The log speaks of series ${seriesId} of table ${table.id} before defining it`);
  return {
    dimensions: series.dimensions,
    dimensionKey: dimensionKeyOf(series.dimensions),
    measureName: series.measure.name,
    measureType: series.measure.type,
    timeNs,
    version,
    cells: ordinals.map((ordinal, at) => {
      const column = table.columnsInOrder[ordinal];
      if (!column) throw new Error(`The log speaks of column ${ordinal} of table ${table.id} before defining it`);
      return { name: column.name, type: column.type, value: valueOf(column, at) };
    }),
  };
}
