/** Columns that no file of UNLOAD can hold are refused before the query runs; called by plan-unload. */
import { SqlError, type Offset } from '../sql/errors';
import { typeName, type SqlType } from '../sql/types';
import { fieldNames, type UnloadColumn } from './unload-column';
import type { UnloadFormat } from './unload-options';

/** The service has no form for these. https://docs.aws.amazon.com/timestream/latest/developerguide/supported-sql-constructs.UNLOAD.html */
const inNoFile: readonly string[] = ['time', 'unknown'];
/** Parquet counts intervals in milliseconds, which would lose most of one. */
const inNoParquet: readonly string[] = ['interval day to second', 'interval year to month'];

/**
 * @param at of the statement, since not every column has a place in it
 * @throws SqlError naming the column
 */
export function refuseUnwritable(columns: readonly UnloadColumn[], format: UnloadFormat, at: Offset): void {
  for (const { name, type } of columns) {
    const part = partsOf(type).find(({ kind }) => inNoFile.includes(kind) || (format === 'PARQUET' && inNoParquet.includes(kind)));
    if (part !== undefined) throw new SqlError(at, `UNLOAD to ${format} cannot write the column '${name}': values of type ${typeName(part)} must be cast to varchar`);
    for (const each of partsOf(type)) refuseFieldNames(name, each, at);
  }
  if (format === 'PARQUET') refuseNames(columns.map(({ name }) => name), 'UNLOAD to PARQUET', at);
}

/** A type and those inside it. */
function partsOf(type: SqlType): readonly SqlType[] {
  switch (type.kind) {
    case 'array':
      return [type, ...partsOf(type.element)];
    case 'timeseries':
      return [type, ...partsOf(type.value)];
    case 'row':
      return [type, ...type.fields.flatMap((field) => partsOf(field.type))];
    default:
      return [type];
  }
}

function refuseFieldNames(column: string, type: SqlType, at: Offset): void {
  if (type.kind === 'row') refuseNames(fieldNames(type), `The column '${column}'`, at);
}

/** Readers of Parquet, and the store that writes it, take names in capitals and without for the same. */
function refuseNames(names: readonly string[], what: string, at: Offset): void {
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw new SqlError(at, `${what} cannot hold the name '${name}' twice, capitals or not; name one of them otherwise`);
    if (name.includes('\0')) throw new SqlError(at, `${what} cannot hold a name with a NUL character`);
    seen.add(key);
  }
}
