/** Which times of a table its conditions ask for, as far as that is known before a row is read: files of other days are left out. */
import type { Asked } from '../../catalog';
import type { ComparisonOperator } from '../ast';
import type { Bound, LiteralValue } from '../bound';
import type { QueryClock } from '../functions/function';
import type { Scan } from './scope';

/** Times from the first on, and before the second. */
type Range = Pick<Asked, 'fromNs' | 'untilNs'>;

/** Conditions that are no plain range leave it as wide as the others make it. */
export function askedOf({ timeFilters }: Pick<Scan, 'timeFilters'>, clock: QueryClock): Asked {
  return { nowNs: clock.nowNs, ...intersection(timeFilters.map((filter) => rangeOf(filter, clock) ?? {})) };
}

/** The same without rows that fulfil the conditions but cannot change the answer. */
export function neededOf({ timeFilters, sinceNs }: Scan, clock: QueryClock): Asked {
  const { fromNs, ...asked } = askedOf({ timeFilters }, clock);
  return { ...asked, ...intersection([fromNs === undefined ? {} : { fromNs }, sinceNs === undefined ? {} : { fromNs: sinceNs }]) };
}

/** Undefined when a condition is no plain range: then only some of the rows in the range of the others may fulfil it. */
export function exactlyAskedOf({ timeFilters }: Scan, clock: QueryClock): Asked | undefined {
  const ranges = timeFilters.map((filter) => rangeOf(filter, clock));
  const known = ranges.filter((range) => range !== undefined);
  return known.length < ranges.length ? undefined : { nowNs: clock.nowNs, ...intersection(known) };
}

function intersection(ranges: readonly Range[]): Range {
  return ranges.reduce<Range>((whole, { fromNs, untilNs }) => ({
    ...whole,
    ...(fromNs !== undefined && (whole.fromNs === undefined || fromNs > whole.fromNs) && { fromNs }),
    ...(untilNs !== undefined && (whole.untilNs === undefined || untilNs < whole.untilNs) && { untilNs }),
  }), {});
}

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The range of `time >= constant` and its like; NULL and false are the same to it. A time filter names no other column. */
function rangeOf(filter: Bound, clock: QueryClock): Range | undefined {
  if (filter.kind !== 'call') return undefined;
  const [first, second, third] = filter.arguments;
  if (filter.isBetween) {
    const [from, to] = [timeOf(second, clock), timeOf(third, clock)];
    return first?.kind !== 'column' || from === undefined || to === undefined ? undefined : { fromNs: from, untilNs: to + 1n };
  }
  if (filter.comparison === undefined) return undefined;
  if (first?.kind === 'column') return rangeOfComparison(filter.comparison, timeOf(second, clock));
  return second?.kind === 'column' ? rangeOfComparison(mirrored[filter.comparison], timeOf(first, clock)) : undefined;
}

function rangeOfComparison(operator: ComparisonOperator, time: bigint | undefined): Range | undefined {
  if (time === undefined) return undefined;
  switch (operator) {
    case '>=':
      return { fromNs: time };
    case '>':
      return { fromNs: time + 1n };
    case '<':
      return { untilNs: time };
    case '<=':
      return { untilNs: time + 1n };
    case '=':
      return { fromNs: time, untilNs: time + 1n };
    case '<>':
      return undefined;
  }
}

function timeOf(bound: Bound | undefined, clock: QueryClock): bigint | undefined {
  const value = bound === undefined ? undefined : constantOf(bound, clock);
  return typeof value === 'bigint' ? value : undefined;
}

/** The value of an expression that names nothing; undefined when only DuckDB could tell, or when it has none. */
function constantOf(bound: Bound, clock: QueryClock): LiteralValue | undefined {
  if (bound.kind === 'literal') return bound.value;
  if (bound.kind !== 'call' || bound.fold === undefined) return undefined;
  const values: LiteralValue[] = [];
  for (const argument of bound.arguments) {
    const value = constantOf(argument, clock);
    if (value === undefined || value === null) return undefined;
    values.push(value);
  }
  return bound.fold(values, clock);
}
