/** Functions that DuckDB calls back into JavaScript for, where its own would answer differently. */
import {
  BIGINT, DOUBLE, DuckDBListValue, DuckDBListVector, DuckDBScalarFunction, DuckDBStructVector, INTEGER, LIST, listValue, STRUCT, structValue,
  VARCHAR, type DuckDBConnection, type DuckDBType, type DuckDBValue, type DuckDBVector,
} from '@duckdb/node-api';
import { doubleText } from '../encode/double-text';
import { dayIntervalText, monthIntervalText, timestampText, timeText } from '../encode/time-text';
import { parseDate, parseIsoTimestamp, parseTime, parseTimestamp } from '../parse-time';
import { parseDouble } from './parse-double';
import { fill, interpolate, linear, locf, type Interpolation, type Series } from './interpolate';

const series = LIST(STRUCT({ time: BIGINT, value: DOUBLE }));

interface JavascriptFunction {
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  /** The answer for one row of the columns; called only when no argument is NULL. */
  readonly call: (columns: readonly DuckDBVector[], row: number) => DuckDBValue;
}

function unexpected(value: DuckDBValue): never {
  throw new Error(`a DuckDB value of an undeclared type: ${typeof value}`);
}

const asText = (value: DuckDBValue) => (typeof value === 'string' ? value : unexpected(value));
const asBigint = (value: DuckDBValue) => (typeof value === 'bigint' ? value : unexpected(value));
const asNumber = (value: DuckDBValue) => (typeof value === 'number' ? value : unexpected(value));

function ofOne(parameter: DuckDBType, returns: DuckDBType, answer: (value: DuckDBValue) => DuckDBValue | undefined): JavascriptFunction {
  return { parameters: [parameter], returns, call: ([column], row) => answer(column?.getItem(row) ?? null) ?? null };
}

function toText(parameter: DuckDBType, text: (value: DuckDBValue) => string): JavascriptFunction {
  return ofOne(parameter, VARCHAR, text);
}

function fromText(returns: DuckDBType, parse: (text: string) => DuckDBValue | undefined): JavascriptFunction {
  return ofOne(VARCHAR, returns, (text) => parse(asText(text)));
}

/** The points of one row, left where they lie in DuckDB's memory. */
function seriesAt(column: DuckDBVector | undefined, row: number): Series {
  if (!(column instanceof DuckDBListVector) || !(column.childVector instanceof DuckDBStructVector)) return unexpected(null);
  const times = column.childVector.entryVectorAt(0);
  const values = column.childVector.entryVectorAt(1);
  const offset = column.getEntryOffset(row);
  return {
    length: column.getEntryLength(row),
    timeAt: (index) => asBigint(times.getItem(offset + index)),
    valueAt: (index) => {
      const value = values.getItem(offset + index);
      return value === null ? null : asNumber(value);
    },
  };
}

function timesAt(column: DuckDBVector | undefined, row: number): readonly bigint[] {
  const times = column?.getItem(row);
  return times instanceof DuckDBListValue ? times.items.filter((time) => time !== null).map(asBigint) : unexpected(null);
}

function interpolation(how: (constant: DuckDBValue) => Interpolation, extra: readonly DuckDBType[] = []): JavascriptFunction {
  return {
    parameters: [series, LIST(BIGINT), ...extra],
    returns: series,
    call: ([points, times, constant], row) => {
      const filled = interpolate(how(constant?.getItem(row) ?? null), seriesAt(points, row), timesAt(times, row));
      return listValue(filled.map((point) => structValue(point)));
    },
  };
}

/** NULL in any argument; a list is asked without being read. */
function hasNull(columns: readonly DuckDBVector[], row: number): boolean {
  return columns.some((column) => (column instanceof DuckDBListVector ? column.getItemVector(row) : column.getItem(row)) === null);
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
          output.setItem(row, hasNull(columns, row) ? null : call(columns, row));
        }
        output.flush();
      },
    }));
  }
}
