/** The rows within a query's time range when its conditions are plain and the store has counted: asking DuckDB takes part of a millisecond. */
import { exactlyAskedOf } from '../sql/check/asked-times';
import type { Scan } from '../sql/check/scope';
import type { QueryClock } from '../sql/functions/function';

/** Undefined when only counting could tell. */
export function knownRows(scan: Scan, clock: QueryClock): number | undefined {
  const asked = exactlyAskedOf(scan, clock);
  return asked && scan.entry.rowsBetween?.(asked);
}
