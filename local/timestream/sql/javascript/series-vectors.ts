/** Series and times in DuckDB's vectors: where series-functions.ts reads its arguments and writes its answers. */
import {
  BIGINT, DOUBLE, DuckDBListValue, DuckDBListVector, DuckDBStructVector, LIST, listValue, STRUCT, structValue,
  type DuckDBVector,
} from '@duckdb/node-api';
import { asBigint, asNumber, unexpected } from './javascript-function';
import { seriesFrom, type Point, type Series } from './series';

export const seriesType = LIST(STRUCT({ time: BIGINT, value: DOUBLE }));

/** The series read last from a column: the rows of a join with one series all hold the same points. */
const lastRead = new WeakMap<DuckDBListVector, { readonly offset: number; readonly length: number; readonly series: Series }>();

export function seriesAt(column: DuckDBVector | undefined, row: number): Series {
  if (!(column instanceof DuckDBListVector) || !(column.childVector instanceof DuckDBStructVector)) return unexpected(null);
  const offset = column.getEntryOffset(row);
  const length = column.getEntryLength(row);
  const last = lastRead.get(column);
  if (last?.offset === offset && last.length === length) return last.series;
  const times = column.childVector.entryVectorAt(0);
  const values = column.childVector.entryVectorAt(1);
  const series = seriesFrom(length, (index) => asBigint(times.getItem(offset + index)), (index) => {
    const value = values.getItem(offset + index);
    return value === null ? null : asNumber(value);
  });
  lastRead.set(column, { offset, length, series });
  return series;
}

/** Requested times; NULL is none. */
export function timesAt(column: DuckDBVector | undefined, row: number): BigInt64Array {
  if (!(column instanceof DuckDBListVector)) return unexpected(null);
  const offset = column.getEntryOffset(row);
  const times = new BigInt64Array(column.getEntryLength(row));
  let end = 0;
  for (let index = 0; index < times.length; index += 1) {
    const time = column.childVector.getItem(offset + index);
    if (time === null) continue;
    times[end] = asBigint(time);
    end += 1;
  }
  return times.subarray(0, end);
}

export function seriesValue(points: readonly Point[]): DuckDBListValue {
  return listValue(points.map((point) => structValue(point)));
}

/**
 * Whether a list is NULL. The vector's own answer costs a copy of the list, which for one series next to many rows
 * is the product of both; so it is asked for its validity first, which its types do not show.
 */
export function isNullList(column: DuckDBListVector, row: number): boolean {
  const validity: unknown = Reflect.get(column, 'validity');
  if (typeof validity === 'object' && validity !== null && 'itemValid' in validity && typeof validity.itemValid === 'function') {
    return validity.itemValid(row) === false;
  }
  return column.getItemVector(row) === null;
}
