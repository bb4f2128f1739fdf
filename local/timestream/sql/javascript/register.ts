/** Functions that DuckDB calls back into JavaScript for, where its own would answer differently. */
import {
  BIGINT, DOUBLE, DuckDBListValue, DuckDBScalarFunction, DuckDBStructValue, INTEGER, LIST, listValue, STRUCT, structValue, VARCHAR,
  type DuckDBConnection, type DuckDBType, type DuckDBValue,
} from '@duckdb/node-api';
import { doubleText } from '../encode/double-text';
import { dayIntervalText, monthIntervalText, timestampText, timeText } from '../encode/time-text';
import { parseDate, parseIsoTimestamp, parseTime, parseTimestamp } from '../parse-time';
import { parseDouble } from './parse-double';
import { fill, interpolate, linear, locf, type Interpolation, type Point } from './interpolate';

const series = LIST(STRUCT({ time: BIGINT, value: DOUBLE }));

interface JavascriptFunction {
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  /** Called only when no argument is NULL. */
  readonly call: (...args: DuckDBValue[]) => DuckDBValue;
}

function unexpected(value: DuckDBValue): never {
  throw new Error(`a DuckDB value of an undeclared type: ${typeof value}`);
}

const asText = (value: DuckDBValue) => (typeof value === 'string' ? value : unexpected(value));
const asBigint = (value: DuckDBValue) => (typeof value === 'bigint' ? value : unexpected(value));
const asNumber = (value: DuckDBValue) => (typeof value === 'number' ? value : unexpected(value));
const asItems = (value: DuckDBValue) => (value instanceof DuckDBListValue ? value.items : unexpected(value));

function asPoint(value: DuckDBValue): Point {
  if (!(value instanceof DuckDBStructValue)) return unexpected(value);
  const { time = null, value: reading = null } = value.entries;
  return { time: asBigint(time), value: reading === null ? null : asNumber(reading) };
}

function toText(parameter: DuckDBType, text: (value: DuckDBValue) => string): JavascriptFunction {
  return { parameters: [parameter], returns: VARCHAR, call: text };
}

function fromText(returns: DuckDBType, parse: (text: string) => DuckDBValue | undefined): JavascriptFunction {
  return { parameters: [VARCHAR], returns, call: (text) => parse(asText(text)) ?? null };
}

function interpolation(how: (constant: DuckDBValue) => Interpolation, extra: readonly DuckDBType[] = []): JavascriptFunction {
  return {
    parameters: [series, LIST(BIGINT), ...extra],
    returns: series,
    call: (points, times, constant = null) => {
      const requested = asItems(times ?? null).filter((time) => time !== null).map(asBigint);
      const filled = interpolate(how(constant), asItems(points ?? null).map(asPoint), requested);
      return listValue(filled.map(({ time, value }) => structValue({ time, value })));
    },
  };
}

/** By the name that printed SQL uses. Every one answers NULL for a NULL argument. */
const functions: Readonly<Record<string, JavascriptFunction>> = {
  timestream_double_text: toText(DOUBLE, (value) => doubleText(asNumber(value))),
  timestream_timestamp_text: toText(BIGINT, (value) => timestampText(asBigint(value))),
  timestream_time_text: toText(BIGINT, (value) => timeText(asBigint(value))),
  timestream_day_interval_text: toText(BIGINT, (value) => dayIntervalText(asBigint(value))),
  timestream_month_interval_text: toText(INTEGER, (value) => monthIntervalText(asNumber(value))),
  timestream_parse_timestamp: fromText(BIGINT, parseTimestamp),
  timestream_parse_iso_timestamp: fromText(BIGINT, parseIsoTimestamp),
  timestream_parse_date: fromText(INTEGER, parseDate),
  timestream_parse_time: fromText(BIGINT, parseTime),
  timestream_parse_double: fromText(DOUBLE, parseDouble),
  timestream_interpolate_linear: interpolation(() => linear),
  timestream_interpolate_locf: interpolation(() => locf),
  timestream_interpolate_fill: interpolation((constant) => fill(asNumber(constant)), [DOUBLE]),
};

/** Makes the functions known to the database of a connection, for all its connections; once per database is enough. */
export function registerJavascriptFunctions(connection: DuckDBConnection): void {
  for (const [name, { parameters, returns, call }] of Object.entries(functions)) {
    connection.registerScalarFunction(DuckDBScalarFunction.create({
      name,
      parameterTypes: parameters,
      returnType: returns,
      mainFunction: (_info, input, output) => {
        const columns = parameters.map((_parameter, index) => input.getColumnVector(index));
        for (let row = 0; row < input.rowCount; row += 1) {
          const args = columns.map((column) => column.getItem(row));
          output.setItem(row, args.includes(null) ? null : call(...args));
        }
        output.flush();
      },
    }));
  }
}
