/** Time-series functions on DuckDB's vectors: reads series where they lie; functions/series.ts prints calls of these. */
import {
  BIGINT, DOUBLE, DuckDBListValue, DuckDBListVector, DuckDBStructVector, LIST, listValue, STRUCT, structValue,
  type DuckDBType, type DuckDBValue, type DuckDBVector,
} from '@duckdb/node-api';
import { fill, interpolate, linear, locf, type Interpolation, type Series } from './interpolate';
import { asBigint, asNumber, unexpected, type JavascriptFunction, type JavascriptFunctions } from './javascript-function';

const series = LIST(STRUCT({ time: BIGINT, value: DOUBLE }));

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

export const seriesFunctions: JavascriptFunctions = {
  timestream_interpolate_linear: interpolation(() => linear),
  timestream_interpolate_locf: interpolation(() => locf),
  timestream_interpolate_fill: interpolation((constant) => fill(asNumber(constant)), [DOUBLE]),
};
