/** Chunks of a result -> the JSON texts of their rows; an encoder per column, chosen by type before the first row. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { SqlType } from '../types';
import { columnEncoder } from './column-encoder';

/** @returns text such as `{"Data":[{"ScalarValue":"35.1"}]}` for each row of a chunk */
export type RowEncoder = (chunk: DuckDBDataChunk) => readonly string[];

export function rowEncoder(types: readonly SqlType[]): RowEncoder {
  const columns = types.map(columnEncoder);
  return (chunk) => {
    const rows = new Array<string>(chunk.rowCount).fill('{"Data":[');
    columns.forEach((column, index) => {
      column.open(chunk.getColumnVector(index));
      const end = index === columns.length - 1 ? ']}' : ',';
      for (let row = 0; row < rows.length; row += 1) rows[row] += column.read(row) + end;
    });
    return rows;
  };
}
