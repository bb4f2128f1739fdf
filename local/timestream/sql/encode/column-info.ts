/** The ColumnInfo of a result: known before its first row. */
import type { SqlType } from '../types';

export interface ResultColumn {
  /** Undefined for an expression without an alias. */
  readonly name?: string;
  readonly type: SqlType;
}

export interface ColumnInfo {
  readonly Name?: string;
  readonly Type: object;
}

/** @returns one entry per column; columns without a name are `_col0`, `_col1` by position */
export function columnInfo(columns: readonly ResultColumn[]): readonly ColumnInfo[] {
  return columns.map(({ name, type }, index) => ({ Name: name ?? `_col${index}`, Type: wireType(type) }));
}

/** A type as the service writes it. */
export function wireType(type: SqlType): object {
  switch (type.kind) {
    case 'array':
      return { ArrayColumnInfo: { Type: wireType(type.element) } };
    case 'timeseries':
      return { TimeSeriesMeasureValueColumnInfo: { Type: wireType(type.value) } };
    case 'row':
      return { RowColumnInfo: type.fields.map((field) => ({ ...(field.name !== undefined && { Name: field.name }), Type: wireType(field.type) })) };
    case 'function':
      throw new Error('a lambda expression is no value');
    default:
      return { ScalarType: type.kind.toUpperCase().replaceAll(' ', '_') };
  }
}
