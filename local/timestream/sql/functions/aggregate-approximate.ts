/** The aggregates that the service approximates; these are exact, which no error bound forbids. */
import type { Bound } from '../bound';
import { findKind } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import { bind } from '../print/binding';
import { raiseAs } from '../print/raise';
import { scalar } from '../types';
import { composedAggregate, type AggregateCall, type ArgumentCheck, type Printed } from './function';

/** Between these the service takes a standard error for approx_distinct. */
const LEAST_ERROR = 0.0040625;
const MOST_ERROR = 0.26;

const NOT_A_SHARE = 'Percentile must be between 0 and 1';

function checkError([, error]: readonly Bound[]): void {
  if (error?.kind !== 'literal') throw notSupportedYet(error?.at ?? 0, 'A standard error that is not a literal');
  if (typeof error.value !== 'number' || !(error.value >= LEAST_ERROR && error.value <= MOST_ERROR)) {
    throw new SqlError(error.at, `Max standard error must be in [${LEAST_ERROR}, ${MOST_ERROR}]: ${String(error.value)}`);
  }
}

function checkShare(share: Bound): void {
  if (share.kind !== 'literal') return;
  if (share.value === null) throw new SqlError(share.at, 'Percentile cannot be null');
  if (typeof share.value !== 'number' || !(share.value >= 0 && share.value <= 1)) throw new SqlError(share.at, NOT_A_SHARE);
}

/** The shares must not depend on the row; those that are there to be looked at are. */
const checkShares = (place: number): ArgumentCheck => (args) => {
  const shares: Bound | undefined = args[place];
  if (shares === undefined) return;
  const variable = findKind([shares], 'column', 'outer', 'output', 'aggregate', 'window', 'subquery', 'lambda-parameter');
  if (variable !== undefined) throw notSupportedYet(variable.at, 'A percentile that is not constant');
  checkShare(shares);
  if (shares.kind === 'call' && shares.isArrayLiteral) shares.arguments.forEach(checkShare);
};

const checkAccuracy: ArgumentCheck = (args) => {
  checkShares(2)(args);
  const [, , , accuracy] = args;
  if (accuracy?.kind !== 'literal') throw notSupportedYet(accuracy?.at ?? 0, 'An accuracy that is not a literal');
  if (typeof accuracy.value !== 'number' || !(accuracy.value > 0 && accuracy.value < 1)) {
    throw new SqlError(accuracy.at, 'Percentile accuracy must be strictly between 0 and 1');
  }
};

/**
 * The values at the shares, as a list: sorted, each as often as its weight says, the smallest that so large a share of
 * all does not exceed.
 */
function valuesAt(aggregate: AggregateCall, x: Printed, weight: string, shares: string): string {
  const rows = aggregate('list', `{'value': ${x.sql}, 'weight': ${weight}}`, `${x.sql} IS NOT NULL AND ${weight} IS NOT NULL`);
  const as = (sql: string): Printed => ({ sql, type: scalar('unknown'), repeatable: false, mayBeNaN: false });
  const doubles = { kind: 'array', element: scalar('double') } as const;
  return bind([as(`list_sort(${rows})`), as(shares)], (all, wanted) => {
    const places = `timestream_percentile_places(list_transform(${all}, lambda e: e.weight), CASE ` +
      `WHEN list_count(${wanted}) < len(${wanted}) THEN ${raiseAs(doubles, 'Percentile cannot be null')} ` +
      `WHEN len(list_filter(${wanted}, lambda e: e < 0 OR e > 1)) > 0 THEN ${raiseAs(doubles, NOT_A_SHARE)} ` +
      `WHEN list_min(list_transform(${all}, lambda e: e.weight)) < 1 THEN ${raiseAs(doubles, 'percentile weight must be > 0')} ELSE ${wanted} END)`;
    return `list_transform(list_select(${all}, ${places}), lambda e: e.value)`;
  });
}

const ONE = 'CAST(1 AS BIGINT)';

/** Constants that have been looked at are left to DuckDB, whose discrete quantile is the same. */
const percentile = (aggregate: AggregateCall, x: Printed, share: Printed) =>
  (share.literal === undefined ? `${valuesAt(aggregate, x, ONE, `[${share.sql}]`)}[1]` : aggregate('quantile_disc', `${x.sql}, ${share.sql}`));

const percentiles = (aggregate: AggregateCall, x: Printed, shares: Printed) =>
  (shares.isLiteralArray ? aggregate('quantile_disc', `${x.sql}, ${shares.sql}`) : valuesAt(aggregate, x, ONE, shares.sql));

const weighted = (aggregate: AggregateCall, x: Printed, weight: Printed, share: Printed) => `${valuesAt(aggregate, x, weight.sql, `[${share.sql}]`)}[1]`;

const weightedPercentiles = (aggregate: AggregateCall, x: Printed, weight: Printed, shares: Printed) => valuesAt(aggregate, x, weight.sql, shares.sql);

export const aggregateApproximate = [
  composedAggregate('approx_distinct(T) -> bigint', (count, x) => count('count', `DISTINCT ${x.sql}`), { ignoresDistinct: true }),
  composedAggregate('approx_distinct(T, double) -> bigint', (count, x) => count('count', `DISTINCT ${x.sql}`), { ignoresDistinct: true, check: checkError }),
  ...['bigint', 'double'].flatMap((type) => [
    composedAggregate(`approx_percentile(${type}, double) -> ${type}`, percentile, { check: checkShares(1) }),
    composedAggregate(`approx_percentile(${type}, array(double)) -> array(${type})`, percentiles, { check: checkShares(1) }),
    composedAggregate(`approx_percentile(${type}, bigint, double) -> ${type}`, weighted, { check: checkShares(2) }),
    composedAggregate(`approx_percentile(${type}, bigint, array(double)) -> array(${type})`, weightedPercentiles, { check: checkShares(2) }),
    composedAggregate(`approx_percentile(${type}, bigint, double, double) -> ${type}`, weighted, { check: checkAccuracy }),
  ]),
];
