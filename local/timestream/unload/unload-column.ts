/** The columns of an UNLOAD and the fields of rows by the names they have in files; plan-unload begins with them. */
import type { ResultColumn } from '../sql/encode/column-info';
import type { SqlType } from '../sql/types';

export interface UnloadColumn {
  readonly name: string;
  readonly type: SqlType;
}

export type RowType = Extract<SqlType, { kind: 'row' }>;

/** Columns without a name have the same as in answers. */
export function unloadColumns(result: readonly ResultColumn[]): readonly UnloadColumn[] {
  return result.map(({ name, type }, index) => ({ name: name ?? `_col${index}`, type }));
}

/** Fields without a name are named by their place: JSON and Parquet have none without. */
export function fieldNames({ fields }: RowType): readonly string[] {
  return fields.map(({ name }, index) => name ?? `field${index}`);
}
