/** Arrays, rows and time series -> the JSON that a CSV file holds them as; csv-cells puts it between quotes. */
import type { DuckDBValue } from '@duckdb/node-api';
import { asBigint, asFields, asItems } from '../sql/encode/duckdb-value';
import { scalarText } from '../sql/encode/scalar-text';
import { timestampText } from '../sql/encode/time-text';
import type { SqlType } from '../sql/types';
import { fieldNames, type RowType } from './unload-column';

export type ValueText = (value: DuckDBValue) => string;

/**
 * `[23,24,25]`, `{"x":23.0,"y":"hello"}`, `[{"time":"1970-01-01 00:00:00.000000010Z","value":100.0}]`; NULL is `null`.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/export-unload-concepts.html
 */
export function jsonText(type: SqlType): ValueText {
  const write = valueText(type);
  return (value) => (value === null ? 'null' : write(value));
}

function valueText(type: SqlType): ValueText {
  switch (type.kind) {
    case 'array': {
      const element = jsonText(type.element);
      return (value) => `[${asItems(value).map(element).join(',')}]`;
    }
    case 'row':
      return rowText(type);
    case 'timeseries': {
      const pointValue = jsonText(type.value);
      return (value) => `[${asItems(value).map((point) => pointText(point, pointValue)).join(',')}]`;
    }
    case 'boolean':
    case 'integer':
    case 'bigint':
      return String;
    case 'double': {
      const text = scalarText('double');
      // JSON has no number for these.
      return (value) => (Number.isFinite(value) ? text(value) : `"${text(value)}"`);
    }
    case 'timestamp':
      return (value) => timeInJson(value);
    case 'function':
      throw new Error('a lambda expression is no value');
    default: {
      const text = scalarText(type.kind);
      return (value) => JSON.stringify(text(value));
    }
  }
}

function rowText(type: RowType): ValueText {
  const names = fieldNames(type).map((name) => JSON.stringify(name));
  const fields = type.fields.map((field) => jsonText(field.type));
  return (value) => `{${asFields(value).map((field, index) => `${names[index]}:${fields[index]?.(field)}`).join(',')}}`;
}

function pointText(point: DuckDBValue, pointValue: ValueText): string {
  const [time = null, value = null] = asFields(point);
  return `{"time":${timeInJson(time)},"value":${pointValue(value)}}`;
}

/** Only within JSON do times say that they are UTC. */
function timeInJson(value: DuckDBValue): string {
  return `"${timestampText(asBigint(value))}Z"`;
}
