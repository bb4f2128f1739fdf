/** Reads entries of the log's first format, JSON, which a server of an earlier version may have left; used by log-entry. */
import type { ColumnType } from '../catalog';
import type { CellValue } from '../records/record';
import type { LoggedColumn, LoggedEntry, LoggedSeries } from './log-entry';
import { recordOfRow } from './log-rows';

/** What JSON has no form for is text: 64-bit integers and minus zero. */
type JsonValue = string | number | boolean;

interface JsonEntry {
  readonly table: number;
  readonly columns: readonly LoggedColumn[];
  readonly series: readonly LoggedSeries[];
  readonly rows: readonly (readonly [series: number, timeNs: string, version: string, columns: readonly number[], values: readonly JsonValue[]])[];
}

export function decodeJsonEntry(bytes: Buffer): LoggedEntry {
  // The checksum vouches for what was written.
  const { rows, ...entry } = JSON.parse(bytes.toString()) as JsonEntry;
  return {
    ...entry,
    records: (table) => rows.map(([series, timeNs, version, ordinals, values]) => recordOfRow(
      table, series, BigInt(timeNs), BigInt(version), ordinals, ({ type }, at) => cellValue(type, values[at] ?? ''),
    )),
  };
}

function cellValue(type: ColumnType, value: JsonValue): CellValue {
  if (type === 'bigint' || type === 'timestamp') return BigInt(value);
  return type === 'double' ? Number(value) : value;
}
