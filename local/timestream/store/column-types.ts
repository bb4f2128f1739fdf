/** The DuckDB types that a table's columns are kept in: move-rows appends them, sealed-rows stands in for columns that a file lacks. */
import type { DuckDBType } from '@duckdb/node-api';
import { BIGINT, BOOLEAN, DOUBLE, VARCHAR } from '@duckdb/node-api';
import type { ColumnType } from '../catalog';

export const duckDbTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  varchar: VARCHAR, bigint: BIGINT, double: DOUBLE, boolean: BOOLEAN, timestamp: BIGINT,
};
