/** The rows within a query's time range when its conditions are plain and the store has counted: asking DuckDB takes part of a millisecond. */
import type { Bound } from '../sql/bound';
import type { ComparisonOperator } from '../sql/ast';
import type { Scan } from '../sql/check/scope';

/** Times from the first on, and before the second. */
interface Range {
  readonly fromNs?: bigint;
  readonly untilNs?: bigint;
}

/** Undefined when only counting could tell. */
export function knownRows({ entry, timeFilters }: Scan): number | undefined {
  let fromNs: bigint | undefined;
  let untilNs: bigint | undefined;
  for (const filter of timeFilters) {
    const range = rangeOf(filter);
    if (range === undefined) return undefined;
    if (range.fromNs !== undefined && (fromNs === undefined || range.fromNs > fromNs)) fromNs = range.fromNs;
    if (range.untilNs !== undefined && (untilNs === undefined || range.untilNs < untilNs)) untilNs = range.untilNs;
  }
  return entry.rowsBetween?.(fromNs, untilNs);
}

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The range of `time >= literal` and its like. A time filter names no other column. */
function rangeOf(filter: Bound): Range | undefined {
  if (filter.kind !== 'call' || filter.comparison === undefined) return undefined;
  const [left, right] = filter.arguments;
  if (left?.kind === 'column') return rangeOfComparison(filter.comparison, right);
  return right?.kind === 'column' ? rangeOfComparison(mirrored[filter.comparison], left) : undefined;
}

function rangeOfComparison(operator: ComparisonOperator, bound: Bound | undefined): Range | undefined {
  const value = bound?.kind === 'literal' ? bound.value : undefined;
  if (typeof value !== 'bigint') return undefined;
  switch (operator) {
    case '>=':
      return { fromNs: value };
    case '>':
      return { fromNs: value + 1n };
    case '<':
      return { untilNs: value };
    case '<=':
      return { untilNs: value + 1n };
    case '=':
      return { fromNs: value, untilNs: value + 1n };
    case '<>':
      return undefined;
  }
}
