/** Rows of a query as typed values, by column name; `query` hands them to the bodies of `shared/queries`. */
import type { ColumnInfo, Datum, Row as WireRow, ScalarType } from '@aws-sdk/client-timestream-query';
import { isoToNs } from '../time';

/**
 * A value as its column type says: DOUBLE and INTEGER are numbers, BIGINT is a bigint (it may be beyond 2^53), TIMESTAMP is a
 * bigint of nanoseconds since the epoch, BOOLEAN a boolean, VARCHAR text; NULL is null.
 */
export type Cell = string | number | bigint | boolean | null;

/** A row by column name; a column that was not asked for is undefined. */
export type Row = Readonly<Record<string, Cell | undefined>>;

/**
 * Makes rows of one page.
 *
 * @throws TypeError for a type that no statement of ours asks for (time series, arrays, intervals)
 */
export function rowsFromPage(columns: readonly ColumnInfo[], page: readonly WireRow[]): Row[] {
  const readers = columns.map((column, index) => ({ name: column.Name ?? `_col${index}`, read: cellReader(column) }));
  return page.map((row) =>
    Object.fromEntries(readers.map(({ name, read }, index) => [name, read(row.Data?.[index] ?? { NullValue: true })])),
  );
}

function cellReader(column: ColumnInfo): (datum: Datum) => Cell {
  const parse = cellParser(column.Type?.ScalarType);
  return (datum) => (datum.NullValue === true || datum.ScalarValue === undefined ? null : parse(datum.ScalarValue));
}

function cellParser(type: ScalarType | undefined): (text: string) => Cell {
  switch (type) {
    case 'DOUBLE':
    case 'INTEGER':
      return Number;
    case 'BIGINT':
      return BigInt;
    case 'BOOLEAN':
      return (text) => text === 'true';
    case 'VARCHAR':
    case 'UNKNOWN':
      return String;
    case 'TIMESTAMP':
      return timestampFromText;
    default:
      throw new TypeError(`no cell for a column of type ${type ?? 'that is not scalar'}`);
  }
}

/** `2026-11-22 10:00:00.000000000`: always UTC, never a zone. */
function timestampFromText(text: string): bigint {
  const timeNs = isoToNs(`${text}Z`);
  if (timeNs === undefined) throw new TypeError(`not a timestamp: ${text}`);
  return timeNs;
}
