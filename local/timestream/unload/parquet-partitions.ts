/** The partitions of a Parquet file that holds a whole result: their folders and how to find their rows; called by parquet-files. */
import { DuckDBDateValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { LiteralValue } from '../sql/bound';
import { unexpected } from '../sql/encode/duckdb-value';
import { scalarText } from '../sql/encode/scalar-text';
import { literal } from '../sql/print/literal';
import { isScalarKind } from '../sql/types';
import { quoted } from './parquet-select';
import { checkPartitionCount, MAX_PARTITIONS, partitionFolder } from './partition-folder';
import type { UnloadPlan } from './plan-unload';
import type { UnloadColumn } from './unload-column';

export interface ParquetPartition {
  readonly folder: string;
  /** What its rows and no others fulfil, as SQL. */
  readonly condition: string;
}

/**
 * @param rows the file as a relation of DuckDB SQL
 * @throws ServiceError when they are too many
 */
export async function parquetPartitions(rows: string, { partitions }: UnloadPlan, connection: DuckDBConnection): Promise<readonly ParquetPartition[]> {
  const names = partitions.map(({ name }) => name);
  const reader = await connection.runAndReadAll(`SELECT DISTINCT ${names.map(quoted).join(', ')} FROM ${rows} LIMIT ${MAX_PARTITIONS + 1}`);
  const found = reader.getRows();
  checkPartitionCount(found.length);
  return found.map((values) => ({
    folder: partitionFolder(names, partitions.map((column, index) => textOf(column, values[index] ?? null))),
    condition: partitions.map((column, index) => equals(column, values[index] ?? null)).join(' AND '),
  }));
}

function textOf({ type }: UnloadColumn, value: DuckDBValue): string | null {
  return value === null || !isScalarKind(type.kind) ? null : scalarText(type.kind)(value);
}

function equals({ name, type }: UnloadColumn, value: DuckDBValue): string {
  return `${quoted(name)} IS NOT DISTINCT FROM ${literal(literalValue(value), type)}`;
}

function literalValue(value: DuckDBValue): LiteralValue {
  if (value instanceof DuckDBDateValue) return BigInt(value.days);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number') return value;
  return unexpected(value);
}
