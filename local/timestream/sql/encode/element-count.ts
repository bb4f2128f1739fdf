/** How many elements a value of a result has, told without reading them; column-encoder asks before it reads. */
import { DuckDBListVector, DuckDBStructVector, type DuckDBStructType, type DuckDBVector } from '@duckdb/node-api';
import { isNullList } from '../javascript/series-vectors';

/** @returns the elements of a row's arrays and time series, those inside each other included; counts no further than `enough` */
export function elementCount(vector: DuckDBVector, row: number, enough: number): number {
  if (vector instanceof DuckDBStructVector) {
    // A struct vector's type is always a struct.
    const { entryTypes } = vector.type as DuckDBStructType;
    return entryTypes.reduce((count, _type, entry) => count + elementCount(vector.entryVectorAt(entry), row, enough), 0);
  }
  if (!(vector instanceof DuckDBListVector) || isNullList(vector, row)) return 0;
  const first = vector.getEntryOffset(row);
  let count = vector.getEntryLength(row);
  for (let index = first, end = first + count; index < end && count < enough; index += 1) count += elementCount(vector.childVector, index, enough);
  return count;
}
