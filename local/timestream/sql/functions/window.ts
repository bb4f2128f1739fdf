/** Functions that exist only with OVER. */
import { notSupportedYet, SqlError } from '../errors';
import { windowFunction, type ArgumentCheck, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** An offset must be a literal: DuckDB and the service differ on offsets that are NULL. */
const literalOffset = (least: bigint, rule: string): ArgumentCheck => ([, offset]) => {
  if (offset === undefined) return;
  if (offset.kind !== 'literal' || typeof offset.value !== 'bigint') throw notSupportedYet(offset.at, 'An offset that is not a literal');
  if (offset.value < least) throw new SqlError(offset.at, rule);
};

const shift = { check: literalOffset(0n, 'Offset must be at least 0'), needsOrder: true };

export const window = [
  ...['row_number', 'rank', 'dense_rank'].map((name) => windowFunction(`${name}() -> bigint`, call(name))),
  ...['percent_rank', 'cume_dist'].map((name) => windowFunction(`${name}() -> double`, call(name))),
  windowFunction('ntile(bigint) -> bigint', call('ntile'), { check: ([n]) => literalOffset(1n, 'Buckets must be greater than 0')(n === undefined ? [] : [n, n]) }),
  ...['first_value', 'last_value'].map((name) => windowFunction(`${name}(T) -> T`, call(name))),
  windowFunction('nth_value(T, bigint) -> T', call('nth_value'), { check: literalOffset(1n, 'Offset must be at least 1') }),
  ...['lag', 'lead'].flatMap((name) => [
    windowFunction(`${name}(T) -> T`, call(name), shift),
    windowFunction(`${name}(T, bigint) -> T`, call(name), shift),
    windowFunction(`${name}(T, bigint, T) -> T`, call(name), shift),
  ]),
];
