/** DuckDB's values as what the checker says they are; every encoder of results reads them through here. */
import { DuckDBListValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';

export function unexpected(value: DuckDBValue): never {
  throw new Error(`DuckDB answered a value of another type than the checker promised: ${typeof value}`);
}

export function asBigint(value: DuckDBValue): bigint {
  return typeof value === 'bigint' ? value : unexpected(value);
}

/** The elements of an array, or the points of a time series. */
export function asItems(value: DuckDBValue): readonly DuckDBValue[] {
  return value instanceof DuckDBListValue ? value.items : unexpected(value);
}

/** The fields of a row in their order, or time and value of a point. */
export function asFields(value: DuckDBValue): readonly DuckDBValue[] {
  return value instanceof DuckDBStructValue ? Object.values(value.entries) : unexpected(value);
}
