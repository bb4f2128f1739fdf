/** One column of a result, chunk by chunk -> Datum texts: the commonest types by themselves, the others value by value. */
import type { DuckDBVector } from '@duckdb/node-api';
import type { SqlType } from '../types';
import { datumEncoder, NULL_DATUM } from './datum';
import { doubleText } from './double-text';
import { elementCount } from './element-count';
import { rowTooLarge } from './row-too-large';
import { TextColumn } from './text-column';
import { timestampText } from './time-text';

export interface ColumnEncoder {
  /** Takes the column's values of the next chunk. */
  open(vector: DuckDBVector): void;
  /** @returns the Datum of a row of the chunk, such as `{"ScalarValue":"35.1"}` */
  read(row: number): string;
}

export function columnEncoder(type: SqlType): ColumnEncoder {
  switch (type.kind) {
    case 'varchar':
      return new TextColumn();
    case 'double':
      return doubleColumn();
    case 'timestamp':
      return timestampColumn();
    case 'array':
    case 'row':
    case 'timeseries':
      return nestedColumn(type);
    default:
      return anyColumn(type);
  }
}

/** Whole numbers below this are written once: measured values often are such. */
const READY_NUMBERS = 1024;
const readyNumbers = Array.from({ length: READY_NUMBERS }, (_, value) => `{"ScalarValue":"${value}.0"}`);

function doubleColumn(): ColumnEncoder {
  return columnOf((value) => {
    if (typeof value !== 'number') return NULL_DATUM;
    // Negative zero is no such number: its text has a sign.
    const ready = Object.is(value, -0) ? undefined : readyNumbers[value];
    return ready ?? `{"ScalarValue":"${doubleText(value)}"}`;
  });
}

/** Rows next to each other mostly have the same time. */
function timestampColumn(): ColumnEncoder {
  let last: bigint | undefined;
  let text = '';
  return columnOf((value) => {
    if (typeof value !== 'bigint') return NULL_DATUM;
    if (value !== last) {
      text = `{"ScalarValue":"${timestampText(value)}"}`;
      last = value;
    }
    return text;
  });
}

/** With more elements no row fits a page of 1 MB, whatever they are: the shortest takes these bytes. */
const MAX_ELEMENTS = Math.floor(1024 * 1024 / NULL_DATUM.length);

/** Refuses what no page could hold before it is read: as objects, millions of elements would take all memory. */
function nestedColumn(type: SqlType): ColumnEncoder {
  const column = anyColumn(type);
  let values: DuckDBVector | undefined;
  return {
    open: (vector) => {
      values = vector;
      column.open(vector);
    },
    read: (row) => {
      if (values !== undefined && elementCount(values, row, MAX_ELEMENTS + 1) > MAX_ELEMENTS) throw rowTooLarge();
      return column.read(row);
    },
  };
}

function anyColumn(type: SqlType): ColumnEncoder {
  return columnOf(datumEncoder(type));
}

function columnOf(encode: ReturnType<typeof datumEncoder>): ColumnEncoder {
  let values: DuckDBVector | undefined;
  return {
    open: (vector) => {
      values = vector;
    },
    read: (row) => encode(values?.getItem(row) ?? null),
  };
}
