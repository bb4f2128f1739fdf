/** Statistical aggregates. Where a NaN or an infinity makes DuckDB fail, the service answers NaN, or NULL for a ratio. */
import { bind } from '../print/binding';
import { scalar } from '../types';
import { composedAggregate, type AggregateCall, type Printed } from './function';

const NAN = "CAST('nan' AS DOUBLE)";

/** DuckDB's names for them, and whether one value alone has no answer. */
const deviations = {
  stddev: ['stddev_samp', true],
  stddev_samp: ['stddev_samp', true],
  stddev_pop: ['stddev_pop', false],
  variance: ['var_samp', true],
  var_samp: ['var_samp', true],
  var_pop: ['var_pop', false],
} as const;

const deviation = (name: string, needsTwo: boolean) => (aggregate: AggregateCall, x: Printed) =>
  `CASE WHEN ${aggregate('count', x.sql)} < ${needsTwo ? 2 : 1} THEN NULL WHEN ${aggregate('bool_or', `NOT isfinite(${x.sql})`)} THEN ${NAN} ` +
  `ELSE ${aggregate(name, x.sql, `isfinite(${x.sql})`)} END`;

/** exp of the mean logarithm. What is made distinct is x: two values may share a logarithm. */
const geometricMean = (aggregate: AggregateCall, x: Printed) => {
  const logarithm = `CASE WHEN e = 0 THEN CAST('-inf' AS DOUBLE) WHEN e < 0 THEN ${NAN} ELSE ln(e) END`;
  return `exp(list_avg(list_transform(${aggregate('list', x.sql, `${x.sql} IS NOT NULL`)}, lambda e: ${logarithm})))`;
};

/** A pair counts when both are there. */
const paired = (y: Printed, x: Printed) => `${y.sql} IS NOT NULL AND ${x.sql} IS NOT NULL`;

/** One of DuckDB's aggregates over the finite pairs. */
const overPairs = (aggregate: AggregateCall, name: string, args: string, y: Printed, x: Printed) =>
  aggregate(name, args, `isfinite(${y.sql}) AND isfinite(${x.sql})`);

const hasEndless = (aggregate: AggregateCall, y: Printed, x: Printed) =>
  aggregate('bool_or', `NOT isfinite(${y.sql}) OR NOT isfinite(${x.sql})`, paired(y, x));

const covariance = (name: string, least: number) => (aggregate: AggregateCall, y: Printed, x: Printed) =>
  `CASE WHEN ${aggregate('count', `CASE WHEN ${paired(y, x)} THEN ${y.sql} END`)} < ${least} THEN NULL ` +
  `WHEN ${hasEndless(aggregate, y, x)} THEN ${NAN} ELSE ${overPairs(aggregate, name, `${y.sql}, ${x.sql}`, y, x)} END`;

const number = (sql: string): Printed => ({ sql, type: scalar('double'), repeatable: false, mayBeNaN: true });

/** A ratio that is no number, such as of values that do not vary, is NULL. */
const finite = (sql: string) => bind([number(sql)], (ratio) => `CASE WHEN isfinite(${ratio}) THEN ${ratio} END`);

const regression = (name: string) => (aggregate: AggregateCall, y: Printed, x: Printed) =>
  `CASE WHEN NOT ${hasEndless(aggregate, y, x)} THEN ${finite(overPairs(aggregate, name, `${y.sql}, ${x.sql}`, y, x))} END`;

/** The product of two variances is as good as exact while it is far from the ends of a double. */
const exactProduct = 'BETWEEN 1e-250 AND 1e250';

/** From its parts: DuckDB's own correlation of a series with itself is not quite 1. */
const correlation = (aggregate: AggregateCall, y: Printed, x: Printed) => {
  const shared = overPairs(aggregate, 'covar_pop', `${y.sql}, ${x.sql}`, y, x);
  const [ofY, ofX] = [y, x].map((side) => overPairs(aggregate, 'var_pop', side.sql, y, x));
  const ratio = bind([shared, ofY, ofX].map((sql = 'NULL') => number(sql)), (covariance, a, b) =>
    `(${covariance} / CASE WHEN ${a} * ${b} ${exactProduct} THEN sqrt(${a} * ${b}) ELSE sqrt(${a}) * sqrt(${b}) END)`);
  return `CASE WHEN NOT ${hasEndless(aggregate, y, x)} THEN ${finite(ratio)} END`;
};

const statistic = (name: string, parameters: string, print: (aggregate: AggregateCall, ...args: Printed[]) => string) =>
  composedAggregate(`${name}(${parameters}) -> double`, print, { makesNaN: true });

export const aggregateStatistics = [
  ...Object.entries(deviations).map(([name, [duckdb, needsTwo]]) => statistic(name, 'double', deviation(duckdb, needsTwo))),
  statistic('geometric_mean', 'double', geometricMean),
  statistic('skewness', 'double', (aggregate, x) => `timestream_skewness(${aggregate('list', x.sql, `${x.sql} IS NOT NULL`)})`),
  statistic('corr', 'double, double', correlation),
  statistic('covar_pop', 'double, double', covariance('covar_pop', 1)),
  statistic('covar_samp', 'double, double', covariance('covar_samp', 2)),
  statistic('regr_intercept', 'double, double', regression('regr_intercept')),
  statistic('regr_slope', 'double, double', regression('regr_slope')),
];
