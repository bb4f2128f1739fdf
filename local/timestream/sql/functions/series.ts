/** Time-series functions; a series is a list of points {time, value} in time order. */
import { duckdbType } from '../print/literal';
import { aggregateFunction, futureFunction, scalarFunction, type Printed } from './function';

/** Points without a value are left out, so a group without any value is NULL and no empty series. */
const createTimeSeries = (time: Printed, value: Printed) => {
  const point = `CAST({'time': ${time.sql}, 'value': ${value.sql}} AS STRUCT("time" BIGINT, "value" ${duckdbType(value.type)}))`;
  return `list(${point} ORDER BY ${time.sql}) FILTER (WHERE ${time.sql} IS NOT NULL AND ${value.sql} IS NOT NULL)`;
};

/** An interpolation onto many times, and the same at one time. */
function interpolation(name: string, extra: string) {
  const rest = (args: readonly Printed[]) => args.map((arg) => `, ${arg.sql}`).join('');
  return [
    scalarFunction(`${name}(timeseries(double), array(timestamp)${extra}) -> timeseries(double)`, (series, times, ...others) =>
      `timestream_${name}(${series.sql}, ${times.sql}${rest(others)})`),
    scalarFunction(`${name}(timeseries(double), timestamp${extra}) -> double`, (series, time, ...others) =>
      `timestream_${name}(${series.sql}, [${time.sql}]${rest(others)})[1].value`),
  ];
}

export const series = [
  ...['bigint', 'integer', 'double', 'boolean', 'varchar'].map((type) =>
    aggregateFunction(`create_time_series(timestamp, ${type}) -> timeseries(${type})`, createTimeSeries, { refusesDistinct: true })),
  ...interpolation('interpolate_linear', ''),
  ...interpolation('interpolate_locf', ''),
  ...interpolation('interpolate_fill', ', double'),
  futureFunction('interpolate_spline_cubic(timeseries(double), array(timestamp)) -> timeseries(double)'),
  futureFunction('interpolate_spline_cubic(timeseries(double), timestamp) -> double'),
  futureFunction('derivative_linear(timeseries(double), interval day to second) -> timeseries(double)'),
  futureFunction('non_negative_derivative_linear(timeseries(double), interval day to second) -> timeseries(double)'),
  futureFunction('integral_trapezoidal(timeseries(double)) -> double'),
  futureFunction('integral_trapezoidal(timeseries(double), interval day to second) -> double'),
  futureFunction('correlate_pearson(timeseries(double), timeseries(double)) -> double'),
  futureFunction('correlate_spearman(timeseries(double), timeseries(double)) -> double'),
];
