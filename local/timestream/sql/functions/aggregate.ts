/**
 * Aggregates; NULLs are ignored unless an entry says otherwise, and no rows give NULL but for counts. Statistics and
 * approximations have files of their own.
 */
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { scalar } from '../types';
import { aggregateFunction, composedAggregate, type AggregateCall, type ArgumentCheck, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** DuckDB sums BIGINTs in 128 bits, the service overflows. */
const narrowed = (sql: string) =>
  `list_transform([${sql}], lambda total: CASE WHEN total IS NOT NULL AND TRY_CAST(total AS BIGINT) IS NULL ` +
  `THEN ${raise('bigint addition overflow')} ELSE TRY_CAST(total AS BIGINT) END)[1]`;

/** A NaN is the least and the largest only where there is no number; to DuckDB it is the largest of all. */
const largest = (aggregate: AggregateCall, x: Printed) =>
  (x.mayBeNaN ? `coalesce(${aggregate('max', x.sql, `NOT isnan(${x.sql})`)}, ${aggregate('max', x.sql)})` : aggregate('max', x.sql));

/** NULL when x is NULL at the largest key; DuckDB's plain arg_max would pass that row over. */
const atLargest = (aggregate: AggregateCall, x: Printed, key: Printed) => {
  const plain = aggregate('arg_max_null', `${x.sql}, ${key.sql}`);
  if (!key.mayBeNaN) return plain;
  const isNumber = `NOT isnan(${key.sql})`;
  return `CASE WHEN ${aggregate('count', key.sql, isNumber)} > 0 THEN ${aggregate('arg_max_null', `${x.sql}, ${key.sql}`, isNumber)} ELSE ${plain} END`;
};

/** What the functions that give the n first call their n. */
interface Counted {
  readonly direction: 'ASC' | 'DESC';
  readonly notPositive: string;
}

/** The n first of x when sorted by a key. Rows without a key do not count; every row must ask for as many. */
const firstBy = ({ direction, notPositive }: Counted) => (aggregate: AggregateCall, x: Printed, key: Printed, n: Printed) => {
  const isNumber = key.mayBeNaN && direction === 'DESC' ? `'number': NOT isnan(${key.sql}), ` : '';
  const rows = aggregate('list', `{${isNumber}'key': ${key.sql}, 'x': ${x.sql}}`, `${key.sql} IS NOT NULL AND ${n.sql} IS NOT NULL`);
  const first = (list: string, count: string) => `list_transform(list_slice(list_sort(${list}, '${direction}'), 1, ${count}), lambda e: e.x)`;
  if (n.literal !== undefined) return first(rows, n.sql);
  const counts = ['min', 'max'].map((name) => aggregate(name, n.sql, `${key.sql} IS NOT NULL`));
  const [list, least, most] = [rows, ...counts].map((sql): Printed => ({ sql, type: scalar('bigint'), repeatable: false, mayBeNaN: false }));
  if (list === undefined || least === undefined || most === undefined) throw new Error('three aggregates were printed');
  return bind([list, least, most], (all = '', from = '', to = '') => {
    const differs = raise('The number of values must be the same in all rows');
    const count = `CASE WHEN ${from} <= 0 THEN ${raise(notPositive)} WHEN ${from} <> ${to} THEN ${differs} ELSE ${from} END`;
    return `CASE WHEN ${all} IS NOT NULL THEN ${first(all, count)} END`;
  });
};

const firstOf = (counted: Counted) => (aggregate: AggregateCall, x: Printed, n: Printed) => firstBy(counted)(aggregate, x, x, n);

const positive = (place: number, text: string): ArgumentCheck => (args) => {
  const n: Bound | undefined = args[place];
  if (n?.kind === 'literal' && typeof n.value === 'bigint' && n.value <= 0n) throw new SqlError(n.at, text);
};

const notPositive = 'second argument of max_n/min_n must be positive';
const notPositiveBy = 'third argument of max_by/min_by must be a positive integer';

export const aggregate = [
  aggregateFunction('count() -> bigint', () => 'count(*)'),
  aggregateFunction('count(T) -> bigint', call('count')),
  composedAggregate('count_if(boolean) -> bigint', (count, x) => count('count', `CASE WHEN ${x.sql} THEN 1 END`)),
  aggregateFunction('sum(bigint) -> bigint', call('sum'), { wrap: narrowed }),
  aggregateFunction('sum(double) -> double', call('sum'), { makesNaN: true }),
  aggregateFunction('avg(bigint) -> double', call('avg')),
  aggregateFunction('avg(double) -> double', call('avg'), { makesNaN: true }),
  aggregateFunction('min(O) -> O', call('min')),
  composedAggregate('max(O) -> O', largest),
  composedAggregate('min(O, bigint) -> array(O)', firstOf({ direction: 'ASC', notPositive }), { check: positive(1, notPositive) }),
  composedAggregate('max(O, bigint) -> array(O)', firstOf({ direction: 'DESC', notPositive }), { check: positive(1, notPositive) }),
  composedAggregate('min_by(T, O) -> T', (min, x, key) => min('arg_min_null', `${x.sql}, ${key.sql}`), { ignoresDistinct: true }),
  composedAggregate('max_by(T, O) -> T', atLargest, { ignoresDistinct: true }),
  composedAggregate('min_by(T, O, bigint) -> array(T)', firstBy({ direction: 'ASC', notPositive: notPositiveBy }), { check: positive(2, notPositiveBy) }),
  composedAggregate('max_by(T, O, bigint) -> array(T)', firstBy({ direction: 'DESC', notPositive: notPositiveBy }), { check: positive(2, notPositiveBy) }),
  aggregateFunction('arbitrary(T) -> T', call('any_value')),
  aggregateFunction('array_agg(T) -> array(T)', call('list')),
  aggregateFunction('bool_and(boolean) -> boolean', call('bool_and')),
  aggregateFunction('every(boolean) -> boolean', call('bool_and')),
  aggregateFunction('bool_or(boolean) -> boolean', call('bool_or')),
  aggregateFunction('bitwise_and_agg(bigint) -> bigint', call('bit_and')),
  aggregateFunction('bitwise_or_agg(bigint) -> bigint', call('bit_or')),
];
