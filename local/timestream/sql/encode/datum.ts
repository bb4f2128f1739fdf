/** DuckDB values -> the JSON text of a Datum; one encoder per column, chosen by type before the first row. */
import { DuckDBDateValue, DuckDBListValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';
import type { SqlType } from '../types';
import { doubleText } from './double-text';
import { dateText, dayIntervalText, monthIntervalText, timestampText, timeText } from './time-text';

export type DatumEncoder = (value: DuckDBValue) => string;

export const NULL_DATUM = '{"NullValue":true}';

/** @returns text such as `{"ScalarValue":"35.1"}`; every NULL is `{"NullValue":true}` */
export function datumEncoder(type: SqlType): DatumEncoder {
  const encode = valueEncoder(type);
  return (value) => (value === null ? NULL_DATUM : encode(value));
}

function valueEncoder(type: SqlType): DatumEncoder {
  switch (type.kind) {
    case 'varchar':
      return (value) => `{"ScalarValue":${JSON.stringify(value)}}`;
    case 'double':
      return plainScalar((value) => doubleText(Number(value)));
    case 'timestamp':
      return plainScalar((value) => timestampText(asBigint(value)));
    case 'date':
      return plainScalar((value) => dateText(value instanceof DuckDBDateValue ? value.days : unexpected(value)));
    case 'time':
      return plainScalar((value) => timeText(asBigint(value)));
    case 'interval day to second':
      return plainScalar((value) => dayIntervalText(asBigint(value)));
    case 'interval year to month':
      return plainScalar((value) => monthIntervalText(Number(value)));
    case 'unknown':
    case 'boolean':
    case 'integer':
    case 'bigint':
      return plainScalar(String);
    case 'array': {
      const element = datumEncoder(type.element);
      return (value) => `{"ArrayValue":[${asItems(value).map(element).join(',')}]}`;
    }
    case 'row': {
      const fields = type.fields.map((field) => datumEncoder(field.type));
      return (value) => `{"RowValue":{"Data":[${asFields(value).map((field, index) => fields[index]?.(field) ?? NULL_DATUM).join(',')}]}}`;
    }
    case 'function':
      throw new Error('a lambda expression is no value');
    case 'varbinary':
      throw new Error('the checker lets no varbinary into a result');
    case 'timeseries': {
      const point = pointEncoder(datumEncoder(type.value));
      return (value) => `{"TimeSeriesValue":[${asItems(value).map(point).join(',')}]}`;
    }
  }
}

/** Numbers and times need no escaping. */
function plainScalar(text: (value: DuckDBValue) => string): DatumEncoder {
  return (value) => `{"ScalarValue":"${text(value)}"}`;
}

function pointEncoder(encodeValue: DatumEncoder): DatumEncoder {
  return (point) => {
    const [time = null, value = null] = asFields(point);
    return `{"Time":"${timestampText(asBigint(time))}","Value":${encodeValue(value)}}`;
  };
}

function unexpected(value: DuckDBValue): never {
  throw new Error(`DuckDB answered a value of another type than the checker promised: ${typeof value}`);
}

function asBigint(value: DuckDBValue): bigint {
  return typeof value === 'bigint' ? value : unexpected(value);
}

function asItems(value: DuckDBValue): readonly DuckDBValue[] {
  return value instanceof DuckDBListValue ? value.items : unexpected(value);
}

function asFields(value: DuckDBValue): readonly DuckDBValue[] {
  return value instanceof DuckDBStructValue ? Object.values(value.entries) : unexpected(value);
}
