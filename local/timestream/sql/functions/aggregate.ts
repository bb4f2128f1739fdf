/** Aggregates; NULLs are ignored unless an entry says otherwise, and no rows give NULL but for counts. */
import { notSupportedYet, SqlError } from '../errors';
import type { Bound } from '../bound';
import { raise } from '../print/raise';
import { aggregateFunction, futureFunction, type ArgumentCheck, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** DuckDB sums BIGINTs in 128 bits, the service overflows. */
const narrowed = (sql: string) =>
  `list_transform([${sql}], lambda total: CASE WHEN total IS NOT NULL AND TRY_CAST(total AS BIGINT) IS NULL ` +
  `THEN ${raise('bigint addition overflow')} ELSE TRY_CAST(total AS BIGINT) END)[1]`;

/** DuckDB refuses to sort by a bare literal. */
const sortable = (key: Printed) => (key.literal === undefined ? key.sql : `coalesce(${key.sql}, ${key.sql})`);

/** The n first of x when sorted by a key. Rows without a key do not count. */
const firstBy = (direction: 'ASC' | 'DESC') => (x: Printed, key: Printed, n: Printed) =>
  `list_slice(list(${x.sql} ORDER BY ${sortable(key)} ${direction}) FILTER (WHERE ${key.sql} IS NOT NULL), 1, ${n.sql})`;

const firstOf = (direction: 'ASC' | 'DESC') => (x: Printed, n: Printed) => firstBy(direction)(x, x, n);

const literalCount = (place: number): ArgumentCheck => (args) => {
  const n = args[place];
  if (n?.kind !== 'literal' || typeof n.value !== 'bigint') throw notSupportedYet(n?.at ?? 0, 'A count that is not a literal');
  if (n.value <= 0n) throw new SqlError(n.at, 'third argument of max_by/min_by must be a positive integer');
};

function checkShare(share: Bound): void {
  if (share.kind !== 'literal' || typeof share.value !== 'number') throw notSupportedYet(share.at, 'A percentile that is not a literal');
  if (!(share.value >= 0 && share.value <= 1)) throw new SqlError(share.at, 'percentile must be between 0 and 1');
}

const percentile: ArgumentCheck = ([, share]) => {
  if (share === undefined) return;
  if (share.type.kind !== 'array') checkShare(share);
  else if (share.kind === 'call') share.arguments.forEach(checkShare);
  else throw notSupportedYet(share.at, 'Percentiles that are not literals');
};

const statistics: Readonly<Record<string, string>> = {
  stddev: 'stddev_samp',
  stddev_samp: 'stddev_samp',
  stddev_pop: 'stddev_pop',
  variance: 'var_samp',
  var_samp: 'var_samp',
  var_pop: 'var_pop',
};

// min_by and max_by answer NULL when x is NULL at the extreme y; DuckDB's plain arg_min would pass that row over.
export const aggregate = [
  aggregateFunction('count() -> bigint', () => 'count(*)'),
  aggregateFunction('count(T) -> bigint', call('count')),
  aggregateFunction('count_if(boolean) -> bigint', (x) => `count(CASE WHEN ${x.sql} THEN 1 END)`, { refusesDistinct: true }),
  aggregateFunction('sum(bigint) -> bigint', call('sum'), { wrap: narrowed }),
  aggregateFunction('sum(double) -> double', call('sum')),
  aggregateFunction('avg(bigint) -> double', call('avg')),
  aggregateFunction('avg(double) -> double', call('avg')),
  aggregateFunction('min(O) -> O', call('min')),
  aggregateFunction('max(O) -> O', call('max')),
  aggregateFunction('min(O, bigint) -> array(O)', firstOf('ASC'), { check: literalCount(1), refusesDistinct: true, refusesWindow: true }),
  aggregateFunction('max(O, bigint) -> array(O)', firstOf('DESC'), { check: literalCount(1), refusesDistinct: true, refusesWindow: true }),
  aggregateFunction('min_by(T, O) -> T', call('arg_min_null'), { refusesDistinct: true }),
  aggregateFunction('max_by(T, O) -> T', call('arg_max_null'), { refusesDistinct: true }),
  aggregateFunction('min_by(T, O, bigint) -> array(T)', firstBy('ASC'), { check: literalCount(2), refusesDistinct: true, refusesWindow: true }),
  aggregateFunction('max_by(T, O, bigint) -> array(T)', firstBy('DESC'), { check: literalCount(2), refusesDistinct: true, refusesWindow: true }),
  ...Object.entries(statistics).map(([name, duckdb]) => aggregateFunction(`${name}(double) -> double`, call(duckdb))),
  aggregateFunction('approx_distinct(T) -> bigint', (x) => `count(DISTINCT ${x.sql})`, { refusesDistinct: true }),
  ...['bigint', 'double'].flatMap((type) => [
    aggregateFunction(`approx_percentile(${type}, double) -> ${type}`, call('quantile_disc'), { check: percentile, refusesDistinct: true }),
    aggregateFunction(`approx_percentile(${type}, array(double)) -> array(${type})`, call('quantile_disc'), { check: percentile, refusesDistinct: true }),
    futureFunction(`approx_percentile(${type}, bigint, double) -> ${type}`),
    futureFunction(`approx_percentile(${type}, bigint, array(double)) -> array(${type})`),
    futureFunction(`approx_percentile(${type}, bigint, double, double) -> ${type}`),
  ]),
  aggregateFunction('arbitrary(T) -> T', call('any_value'), { refusesDistinct: true }),
  aggregateFunction('array_agg(T) -> array(T)', call('list')),
  aggregateFunction('bool_and(boolean) -> boolean', call('bool_and')),
  aggregateFunction('every(boolean) -> boolean', call('bool_and')),
  aggregateFunction('bool_or(boolean) -> boolean', call('bool_or')),
  futureFunction('approx_distinct(T, double) -> bigint'),
  futureFunction('geometric_mean(double) -> double'),
  futureFunction('bitwise_and_agg(bigint) -> bigint'),
  futureFunction('bitwise_or_agg(bigint) -> bigint'),
  futureFunction('skewness(double) -> double'),
  ...['corr', 'covar_pop', 'covar_samp', 'regr_intercept', 'regr_slope'].map((name) => futureFunction(`${name}(double, double) -> double`)),
];
