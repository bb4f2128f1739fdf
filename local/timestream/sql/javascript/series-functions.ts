/** Time-series functions as DuckDB calls them, one series at a time; functions/series.ts prints calls of these. */
import { BIGINT, BOOLEAN, DOUBLE, LIST, type DuckDBType, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';
import { haveSameTimes, pearson, spearman } from './correlation';
import { derivative, nonNegativeDerivative } from './derivative';
import { trapezoids } from './integral';
import { fill, interpolate, interpolateAt, linear, locf, type Interpolation } from './interpolate';
import { asBigint, asNumber, type JavascriptFunction, type JavascriptFunctions } from './javascript-function';
import type { Point, Series } from './series';
import { seriesAt, seriesType, seriesValue, timesAt } from './series-vectors';
import { spline } from './spline';

const bigintAt = (column: DuckDBVector | undefined, row: number) => asBigint(column?.getItem(row) ?? null);

/** What an interpolation makes of the constant in its last argument. */
type FromConstant = (constant: DuckDBValue) => Interpolation;

function ontoTimes(how: FromConstant, extra: readonly DuckDBType[] = []): JavascriptFunction {
  return {
    parameters: [seriesType, LIST(BIGINT), ...extra],
    returns: seriesType,
    call: ([series, times, constant], row) => seriesValue(interpolate(how(constant?.getItem(row) ?? null), seriesAt(series, row), timesAt(times, row))),
  };
}

function atTime(how: FromConstant, extra: readonly DuckDBType[] = []): JavascriptFunction {
  return {
    parameters: [seriesType, BIGINT, ...extra],
    returns: DOUBLE,
    call: ([series, time, constant], row) => interpolateAt(how(constant?.getItem(row) ?? null), seriesAt(series, row), bigintAt(time, row)),
  };
}

function ofSeriesAndInterval(returns: DuckDBType, answer: (series: Series, interval: bigint) => DuckDBValue): JavascriptFunction {
  return {
    parameters: [seriesType, BIGINT],
    returns,
    call: ([series, interval], row) => answer(seriesAt(series, row), bigintAt(interval, row)),
  };
}

const toSeries = (answer: (series: Series, interval: bigint) => readonly Point[]) =>
  ofSeriesAndInterval(seriesType, (series, interval) => seriesValue(answer(series, interval)));

function ofTwo(returns: DuckDBType, answer: (a: Series, b: Series) => DuckDBValue): JavascriptFunction {
  return { parameters: [seriesType, seriesType], returns, call: ([a, b], row) => answer(seriesAt(a, row), seriesAt(b, row)) };
}

const filling: FromConstant = (constant) => fill(asNumber(constant));

export const seriesFunctions: JavascriptFunctions = {
  timestream_interpolate_linear: ontoTimes(() => linear),
  timestream_interpolate_linear_at: atTime(() => linear),
  timestream_interpolate_spline_cubic: ontoTimes(() => spline),
  timestream_interpolate_spline_cubic_at: atTime(() => spline),
  timestream_interpolate_locf: ontoTimes(() => locf),
  timestream_interpolate_locf_at: atTime(() => locf),
  timestream_interpolate_fill: ontoTimes(filling, [DOUBLE]),
  timestream_interpolate_fill_at: atTime(filling, [DOUBLE]),
  timestream_derivative_linear: toSeries(derivative),
  timestream_non_negative_derivative_linear: toSeries(nonNegativeDerivative),
  timestream_integral_trapezoidal: ofSeriesAndInterval(DOUBLE, trapezoids),
  timestream_have_same_times: ofTwo(BOOLEAN, haveSameTimes),
  timestream_correlate_pearson: ofTwo(DOUBLE, (a, b) => pearson(a.values, b.values)),
  timestream_correlate_spearman: ofTwo(DOUBLE, (a, b) => spearman(a.values, b.values)),
};
