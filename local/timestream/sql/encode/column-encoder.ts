/** One column of a result, chunk by chunk -> Datum texts: the commonest types by themselves, the others value by value. */
import type { DuckDBVector } from '@duckdb/node-api';
import type { SqlType } from '../types';
import { datumEncoder, NULL_DATUM } from './datum';
import { doubleText } from './double-text';
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
