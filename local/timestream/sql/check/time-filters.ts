/** Finding the conditions that bound a table's time, which decide how many rows count as scanned. */
import { childrenOf, type Bound } from '../bound';
import type { Scan } from './scope';

/** Notes each term of a WHERE clause that speaks of one table's time and nothing else. */
export function noteTimeFilters(where: Bound, scans: readonly Scan[]): void {
  for (const term of [where, ...childrenOf(where)]) {
    const [column, ...others] = columnsIn(term);
    const scan = scans.find(({ alias, entry }) => alias === column?.relation
      && entry.columns.some(({ physical, attribute }) => attribute === 'TIMESTAMP' && physical === column.column));
    const isTimeOnly = others.every((other) => other.relation === column?.relation && other.column === column.column);
    if (scan !== undefined && isTimeOnly && isTermOf(where, term)) scan.timeFilters.push(term);
  }
}

function columnsIn(bound: Bound): { relation: string; column: string }[] {
  return bound.kind === 'column' ? [bound] : childrenOf(bound).flatMap(columnsIn);
}

/** The whole condition, or one side of an AND: only such a term must hold by itself. */
function isTermOf(where: Bound, term: Bound): boolean {
  return term === where || (where.kind === 'call' && where.isConjunction === true);
}
