/** What printing needs besides the tree: the query's clock, and the way into and out of subqueries. */
import type { BoundQuery } from '../bound';
import type { QueryClock } from '../functions/function';

export interface PrintContext extends QueryClock {
  /** Back to query.ts, so that the two files do not import each other. */
  readonly query: (query: BoundQuery, context: PrintContext) => string;
  /** A capture of the subquery that is being printed, as SQL. */
  readonly outer: (capture: number) => string;
}
