/** DuckDB values of scalar types -> their text in the service's answers and files, by type; datum.ts puts it into a Datum. */
import { DuckDBDateValue, type DuckDBValue } from '@duckdb/node-api';
import type { ScalarKind } from '../types';
import { doubleText } from './double-text';
import { asBigint, unexpected } from './duckdb-value';
import { dateText, dayIntervalText, monthIntervalText, timestampText, timeText } from './time-text';

/** @returns what writes a value that is not NULL */
export function scalarText(kind: ScalarKind): (value: DuckDBValue) => string {
  switch (kind) {
    case 'double':
      return (value) => doubleText(Number(value));
    case 'timestamp':
      return (value) => timestampText(asBigint(value));
    case 'date':
      return (value) => dateText(value instanceof DuckDBDateValue ? value.days : unexpected(value));
    case 'time':
      return (value) => timeText(asBigint(value));
    case 'interval day to second':
      return (value) => dayIntervalText(asBigint(value));
    case 'interval year to month':
      return (value) => monthIntervalText(Number(value));
    case 'varchar':
    case 'unknown':
    case 'boolean':
    case 'integer':
    case 'bigint':
      return String;
    case 'varbinary':
      throw new Error('the checker lets no varbinary into a result');
  }
}
