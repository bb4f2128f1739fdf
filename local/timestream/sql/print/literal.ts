/** Values -> DuckDB SQL text: the one place where text from a query becomes text in another. */
import type { LiteralValue } from '../bound';
import type { SqlType } from '../types';

/** DuckDB SQL cannot carry a NUL character, so it is written as what it is. */
const NUL = String.fromCharCode(0);

/** A string as a DuckDB expression with exactly that value. */
export function stringLiteral(value: string): string {
  const pieces = value.split(NUL).map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? pieces.join('') : `(${pieces.join(' || chr(0) || ')})`;
}

/** The DuckDB type that holds values of a type. */
export function duckdbType(type: SqlType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN';
    case 'varchar':
      return 'VARCHAR';
    case 'varbinary':
      return 'BLOB';
    case 'double':
      return 'DOUBLE';
    case 'date':
      return 'DATE';
    case 'unknown':
    case 'integer':
    case 'interval year to month':
      return 'INTEGER';
    case 'bigint':
    case 'timestamp':
    case 'time':
    case 'interval day to second':
      return 'BIGINT';
    case 'array':
      return `${duckdbType(type.element)}[]`;
    case 'timeseries':
      return `STRUCT("time" BIGINT, "value" ${duckdbType(type.value)})[]`;
    case 'function':
      throw new Error('a lambda expression is no value');
    case 'row':
      return `STRUCT(${type.fields.map((field, index) => `f${index} ${duckdbType(field.type)}`).join(', ')})`;
  }
}

/** A literal of the type as DuckDB SQL; its DuckDB type is always the given one, never guessed from the digits. */
export function literal(value: LiteralValue, type: SqlType): string {
  if (value === null) return `CAST(NULL AS ${duckdbType(type)})`;
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return doubleLiteral(value);
  if (type.kind === 'date') return `(DATE '1970-01-01' + CAST(${value} AS INTEGER))`;
  return `CAST(${value} AS ${duckdbType(type)})`;
}

function doubleLiteral(value: number): string {
  // toExponential() drops the sign of a negative zero.
  if (Object.is(value, -0)) return "CAST('-0.0' AS DOUBLE)";
  if (Number.isFinite(value)) return `CAST(${value.toExponential()} AS DOUBLE)`;
  return `CAST('${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}' AS DOUBLE)`;
}
