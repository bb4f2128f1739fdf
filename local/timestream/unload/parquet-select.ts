/** The DuckDB SQL that gives the columns of an UNLOAD the types they have in a Parquet file; parquet-files copies its rows. */
import { scalar, type SqlType } from '../sql/types';
import type { UnloadPlan } from './plan-unload';
import { fieldNames, type RowType } from './unload-column';

/** The last nanosecond there is, which DuckDB takes for the end of time and writes to a file as the number it is. */
const LAST_NS = 2n ** 63n - 1n;

/** The columns of the files, then those that partition as they are. */
export function parquetSelect({ columns, partitions }: UnloadPlan, sql: string): string {
  const all = [...columns, ...partitions];
  const outputs = all.map(({ name, type }, index) => `${index < columns.length ? inParquet(`c${index}`, type, 0) : `c${index}`} AS ${quoted(name)}`);
  return `SELECT ${outputs.join(', ')} FROM (${sql}) AS result(${all.map((_column, index) => `c${index}`).join(', ')})`;
}

/** A name as DuckDB takes it literally. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * @param path of the value: a column, the parameter of a lambda, or a field of one
 * @param depth of lambdas around it, so that their parameters differ
 */
function inParquet(path: string, type: SqlType, depth: number): string {
  switch (type.kind) {
    case 'timestamp':
      return `CASE WHEN ${path} = ${LAST_NS} THEN CAST('infinity' AS TIMESTAMP_NS) ELSE make_timestamp_ns(${path}) END`;
    case 'array': {
      const element = `e${depth}`;
      const written = inParquet(element, type.element, depth + 1);
      return written === element ? path : `list_transform(${path}, lambda ${element}: ${written})`;
    }
    case 'timeseries': {
      const point = `e${depth}`;
      const fields = `"time" := ${inParquet(`${point}."time"`, scalar('timestamp'), depth + 1)}, "value" := ${inParquet(`${point}."value"`, type.value, depth + 1)}`;
      return `list_transform(${path}, lambda ${point}: struct_pack(${fields}))`;
    }
    case 'row':
      return rowInParquet(path, type, depth);
    default:
      return path;
  }
}

function rowInParquet(path: string, type: RowType, depth: number): string {
  const names = fieldNames(type);
  const fields = type.fields.map((field, index) => `${quoted(names[index] ?? '')} := ${inParquet(`${path}.f${index}`, field.type, depth)}`);
  return `CASE WHEN ${path} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
}
