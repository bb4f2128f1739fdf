/** What printing needs besides the tree: the query's clock, and the way into and out of subqueries. */
import type { Bound, BoundQuery } from '../bound';
import type { QueryClock } from '../functions/function';
import { markColumn } from './column-marks';

export interface PrintContext extends QueryClock {
  /** Back to query.ts, so that the two files do not import each other. */
  readonly query: (query: BoundQuery, context: PrintContext) => string;
  /** A column as it is written where the printed text shall stand. */
  readonly column: (column: string) => string;
  /** A capture of the subquery that is being printed, as SQL. */
  readonly outer: (capture: number) => string;
}

/** A column outside of subqueries that read the query around them. */
export const asItIs = (column: string): string => column;

/** Inside of a subquery that reads `captures` of the query around it. */
export function insideSubquery(captures: readonly Bound[], context: PrintContext, print: (bound: Bound, context: PrintContext) => string): PrintContext {
  const texts = captures.map((capture) => print(capture, { ...context, column: markColumn }));
  return { ...context, column: captures.length === 0 ? asItIs : markColumn, outer: (capture) => texts[capture] ?? context.outer(capture) };
}
