/** DuckDB values -> the JSON text of a Datum; one encoder per column, chosen by type before the first row. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { SqlType } from '../types';
import { asBigint, asFields, asItems } from './duckdb-value';
import { scalarText } from './scalar-text';
import { timestampText } from './time-text';

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
    case 'array': {
      const element = datumEncoder(type.element);
      return (value) => `{"ArrayValue":[${asItems(value).map(element).join(',')}]}`;
    }
    case 'row': {
      const fields = type.fields.map((field) => datumEncoder(field.type));
      return (value) => `{"RowValue":{"Data":[${asFields(value).map((field, index) => fields[index]?.(field) ?? NULL_DATUM).join(',')}]}}`;
    }
    case 'timeseries': {
      const point = pointEncoder(datumEncoder(type.value));
      return (value) => `{"TimeSeriesValue":[${asItems(value).map(point).join(',')}]}`;
    }
    case 'function':
      throw new Error('a lambda expression is no value');
    default: {
      // Numbers and times need no escaping.
      const text = scalarText(type.kind);
      return (value) => `{"ScalarValue":"${text(value)}"}`;
    }
  }
}

function pointEncoder(encodeValue: DatumEncoder): DatumEncoder {
  return (point) => {
    const [time = null, value = null] = asFields(point);
    return `{"Time":"${timestampText(asBigint(time))}","Value":${encodeValue(value)}}`;
  };
}
