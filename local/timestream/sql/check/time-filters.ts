/** Finding the conditions that bound a table's time, which decide how many rows count as scanned, or its partition key. */
import type { TableEntry } from '../../catalog';
import type { Bound, BoundRelation } from '../bound';
import { childrenOf, findKind, findVolatile } from '../bound-tree';
import type { Scan } from './scope';

/** Notes each term of a WHERE clause that speaks of one table's time, or of its partition key, and nothing else. */
export function noteTimeFilters(where: Bound, scans: readonly Scan[]): void {
  for (const term of termsOf(where)) {
    // These can be evaluated at their own place only.
    if (findKind([term], 'subquery', 'outer') !== undefined || findVolatile([term]) !== undefined) continue;
    const [column, ...others] = columnsIn(term);
    const isOneColumn = others.every((other) => other.relation === column?.relation && other.column === column.column);
    const scan = scans.find(({ alias }) => alias === column?.relation);
    if (scan === undefined || !isOneColumn) continue;
    if (column?.column === timeColumn(scan.entry)?.physical) scan.timeFilters.push(term);
    else if (column?.column === partitionColumn(scan.entry)?.physical) scan.partitionFilters.push(term);
  }
}

/** Notes that rows of a table from before a time cannot change the answer. */
export function noteNewestRows(relation: BoundRelation, sinceNs: bigint, scans: readonly Scan[]): void {
  const scan = relation.kind === 'table' ? scans.find(({ alias }) => alias === relation.alias) : undefined;
  if (scan !== undefined) scan.sinceNs = sinceNs;
}

export function timeColumn({ columns }: TableEntry) {
  return columns.find(({ attribute }) => attribute === 'TIMESTAMP');
}

/** What the table is partitioned by; undefined before its first record. */
export function partitionColumn({ columns, partitionDimension }: TableEntry) {
  return columns.find(({ name, attribute }) => (partitionDimension === undefined ? attribute === 'MEASURE_NAME' : name === partitionDimension));
}

function columnsIn(bound: Bound): { relation: string; column: string }[] {
  return bound.kind === 'column' ? [bound] : childrenOf(bound).flatMap(columnsIn);
}

/** What must hold by itself: the sides of an AND, or the whole condition. */
export function termsOf(where: Bound): readonly Bound[] {
  return where.kind === 'call' && where.isConjunction === true ? where.arguments.flatMap(termsOf) : [where];
}
