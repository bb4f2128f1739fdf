/** A record as WriteRecords means it: common attributes merged, defaults filled in, values parsed; made by decode-records, kept by the store. */
import type { ColumnType, MeasureSummary } from '../catalog';

/** bigint serves BIGINT and TIMESTAMP, the latter in nanoseconds since the epoch. */
export type CellValue = string | bigint | number | boolean;

export interface Dimension {
  readonly name: string;
  readonly value: string;
}

export interface Cell {
  /** The column it belongs to: an attribute name, or `measure_value::double` and its like. */
  readonly name: string;
  readonly type: ColumnType;
  readonly value: CellValue;
}

export interface TimestreamRecord {
  /** Ascending by name, so that equal dimension sets have equal keys. */
  readonly dimensions: readonly Dimension[];
  /** Identifies the dimension set within a table. */
  readonly dimensionKey: string;
  readonly measureName: string;
  readonly measureType: MeasureSummary['dataType'];
  readonly timeNs: bigint;
  readonly version: bigint;
  readonly cells: readonly Cell[];
}
