/** Time-series functions; a series is a list of points {time, value} in time order. */
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { duckdbType } from '../print/literal';
import { raise } from '../print/raise';
import { ns, NS_PER_SECOND } from '../print/whole-numbers';
import { composedAggregate, scalarFunction, type AggregateCall, type ArgumentCheck, type Printed } from './function';

/**
 * Points without a time or a value are left out, so a group without any is NULL and no empty series. Points at one
 * time are ordered by value, for the same answer every time.
 */
const createTimeSeries = (call: AggregateCall, time: Printed, value: Printed) => {
  const point = `CAST({'time': ${time.sql}, 'value': ${value.sql}} AS STRUCT("time" BIGINT, "value" ${duckdbType(value.type)}))`;
  // A constant orders nothing, and DuckDB refuses to be asked.
  const order = value.literal === undefined ? `${time.sql}, ${value.sql}` : time.sql;
  return call('list', `${point} ORDER BY ${order}`, `${time.sql} IS NOT NULL AND ${value.sql} IS NOT NULL`);
};

const call = (name: string, args: readonly Printed[]) => `timestream_${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** An interpolation onto many times, and the same at one time. */
function interpolation(name: string, extra = '') {
  return [
    scalarFunction(`${name}(timeseries(double), array(timestamp)${extra}) -> timeseries(double)`, (...args) => call(name, args)),
    scalarFunction(`${name}(timeseries(double), timestamp${extra}) -> double`, (...args) => call(`${name}_at`, args)),
  ];
}

const notPositive = (name: string) => `The interval of ${name} must be greater than zero`;

const positiveInterval = (name: string): ArgumentCheck => ([, interval]) => {
  if (interval?.kind === 'literal' && typeof interval.value === 'bigint' && interval.value <= 0n) throw new SqlError(interval.at, notPositive(name));
};

/** @param text of the call, whose first argument is the series and whose second the interval; never written for intervals that are not positive */
function perInterval(name: string, returns: string, text: (series: string, interval: string) => string) {
  const failure = `CAST([${raise(notPositive(name))}] AS ${returns}[])[1]`;
  return (series: Printed, interval: Printed) => {
    if (interval.literal !== undefined) return text(series.sql, interval.sql);
    return bind([interval], (size = '') => `CASE WHEN ${size} <= 0 THEN ${failure} ELSE ${text(series.sql, size)} END`);
  };
}

function derivative(name: string) {
  const returns = duckdbType({ kind: 'timeseries', value: { kind: 'double' } });
  return scalarFunction(
    `${name}(timeseries(double), interval day to second) -> timeseries(double)`,
    perInterval(name, returns, (series, interval) => `timestream_${name}(${series}, ${interval})`),
    { check: positiveInterval(name) },
  );
}

function integral(type: string) {
  const name = 'integral_trapezoidal';
  const text = (series: string, interval: string) =>
    `timestream_${name}(CAST(${series} AS ${duckdbType({ kind: 'timeseries', value: { kind: 'double' } })}), ${interval})`;
  return [
    scalarFunction(`${name}(timeseries(${type})) -> double`, (series) => text(series.sql, ns(NS_PER_SECOND))),
    scalarFunction(`${name}(timeseries(${type}), interval day to second) -> double`, perInterval(name, 'DOUBLE', text), { check: positiveInterval(name) }),
  ];
}

function correlation(name: string) {
  const failure = `CAST(${raise(`The time series of ${name} must have the same timestamps`)} AS DOUBLE)`;
  return scalarFunction(`${name}(timeseries(double), timeseries(double)) -> double`, (...args) => bind(args, (a = '', b = '') =>
    `CASE WHEN NOT timestream_have_same_times(${a}, ${b}) THEN ${failure} ELSE timestream_${name}(${a}, ${b}) END`));
}

export const series = [
  ...['bigint', 'integer', 'double', 'boolean', 'varchar'].map((type) =>
    composedAggregate(`create_time_series(timestamp, ${type}) -> timeseries(${type})`, createTimeSeries, { refusesDistinct: true })),
  ...interpolation('interpolate_linear'),
  ...interpolation('interpolate_spline_cubic'),
  ...interpolation('interpolate_locf'),
  ...interpolation('interpolate_fill', ', double'),
  derivative('derivative_linear'),
  derivative('non_negative_derivative_linear'),
  ...['double', 'bigint', 'integer'].flatMap(integral),
  correlation('correlate_pearson'),
  correlation('correlate_spearman'),
];
