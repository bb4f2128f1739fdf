/** Appends items to a table of DuckDB, column by column and in slices that let requests through; used by move-rows. */
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { DuckDBDataChunk } from '@duckdb/node-api';
import type { CellValue } from '../records/record';

/** DuckDB's vector size, the most rows a chunk can have. */
const maxRowsPerSlice = 2048;
/** Appending is synchronous; this many cells hold up other requests for a few milliseconds. */
const cellsPerSlice = 32_768;

/** A column of the table, and what it has of an item; the type takes the value. */
export interface Appended<T> {
  readonly type: DuckDBType;
  readonly valueOf: (item: T) => CellValue | null;
}

export async function appendSlices<T>(connection: DuckDBConnection, tableName: string, columns: readonly Appended<T>[], items: readonly T[]): Promise<void> {
  if (items.length === 0) return;
  const types = columns.map(({ type }) => type);
  const rowsPerSlice = Math.min(maxRowsPerSlice, Math.ceil(cellsPerSlice / types.length));
  const appender = await connection.createAppender(tableName);
  try {
    for (let start = 0; start < items.length; start += rowsPerSlice) {
      const slice = items.slice(start, start + rowsPerSlice);
      const chunk = DuckDBDataChunk.create(types, slice.length);
      // Straight into the column's own memory: there are a million cells a second.
      columns.forEach(({ valueOf }, column) => {
        const vector = chunk.getColumnVector(column);
        slice.forEach((item, row) => vector.setItem(row, valueOf(item)));
        vector.flush();
      });
      appender.appendDataChunk(chunk);
      appender.flushSync();
      await setImmediate();
    }
  } finally {
    appender.closeSync();
  }
}
