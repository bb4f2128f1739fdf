/**
 * One accepted request as the log keeps it: what it added to the table and the rows it changed; appended by the store,
 * read back by open-store.
 *
 * Entries say what was decided, not what was asked, so replaying needs no clock and no retention; and since a row is
 * kept only over a lower version, replaying one that DuckDB has already changes nothing.
 *
 * An entry is a byte for its format, the table's id, the definitions as JSON (mostly none: their length is 0), and the rows
 * as log-rows writes them. Numbers are little-endian. An entry of the first format is JSON altogether, see json-entry.
 */
import type { TimestreamRecord } from '../records/record';
import { dimensionKeyOf } from '../records/dimension-key';
import { decodeJsonEntry } from './json-entry';
import { readRows, writeRows } from './log-rows';
import type { Column, Measure, Table } from './table';
import type { Unlogged } from './unlogged';

const format = 2;
/** What no other format begins with. */
const openBrace = 0x7b;
const tableAt = 1;
const definitionsAt = 9;

export type LoggedColumn = readonly [ordinal: number, name: string, type: Column['type'], attribute: Column['attribute']];
export type LoggedSeries = readonly [id: number, measureName: string, type: Measure['type'], dimensions: readonly string[]];

interface Definitions {
  readonly columns: readonly LoggedColumn[];
  readonly series: readonly LoggedSeries[];
}

export interface LoggedEntry extends Definitions {
  /** Its id; the table may have been deleted since. */
  readonly table: number;
  /** Its rows as records, to be admitted again; of a table that has the entry's definitions. */
  records(table: Table): readonly TimestreamRecord[];
}

export function encodeEntry({ id }: Table, { columns, series, rows }: Unlogged): Buffer {
  const definitions = columns.length + series.length === 0 ? Buffer.alloc(0) : Buffer.from(JSON.stringify({
    columns: columns.map(({ ordinal, name, type, attribute }) => [ordinal, name, type, attribute]),
    series: series.map((one) => [one.id, one.measure.name, one.measure.type, one.dimensions.flatMap(({ name, value }) => [name, value])]),
  } satisfies Definitions));
  const head = Buffer.alloc(definitionsAt);
  head.writeUInt8(format, 0);
  head.writeUInt32LE(id, tableAt);
  head.writeUInt32LE(definitions.length, tableAt + 4);
  return Buffer.concat([head, definitions, writeRows(rows)]);
}

/** @throws Error for a format of a later version */
export function decodeEntry(bytes: Buffer): LoggedEntry {
  if (bytes[0] === openBrace) return decodeJsonEntry(bytes);
  if (bytes[0] !== format) throw new Error(`The log has an entry of format ${bytes[0]}, which a newer version wrote`);
  const definitionsEnd = definitionsAt + bytes.readUInt32LE(tableAt + 4);
  // The checksum vouches for what encodeEntry wrote.
  const definitions = definitionsEnd === definitionsAt ? { columns: [], series: [] } : JSON.parse(bytes.toString('utf8', definitionsAt, definitionsEnd)) as Definitions;
  return { ...definitions, table: bytes.readUInt32LE(tableAt), records: (table) => readRows(bytes.subarray(definitionsEnd), table) };
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
  return entry.records(table);
}

function pairs(flat: readonly string[]): { name: string; value: string }[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? { name, value: flat[at + 1] ?? '' } : []));
}
