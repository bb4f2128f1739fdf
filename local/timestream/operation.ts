/** What an operation is: input members in, output members out, with the store and the clock handed in. */
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Buckets } from './buckets/buckets';
import type { Catalog } from './catalog';
import type { RateLimits } from './control/rate-limits';
import type { Queries } from './query/queries';

/** A body that is wire text already, so that large results are never built as objects. */
export class WireText {
  constructor(readonly text: string) {}
}

/** What a query needs of the store. */
export interface QueryableStore {
  readonly catalog: Catalog;
  /** Makes every acknowledged record visible to the next statement. */
  flush(): Promise<void>;
  /** A connection for reading, for one query at a time. It goes back with `release` or `discard`. */
  connect(): Promise<DuckDBConnection>;
  /**
   * From its first statement on, a connection sees the store as it is at this moment; the files that its texts name stay until
   * it goes back.
   *
   * @param sql writes the text, with tables as `TableEntry.relation` has them now; only the first of a connection may name any
   */
  prepare(connection: DuckDBConnection, sql: () => string): Promise<DuckDBPreparedStatement>;
  /** Takes a connection on which nothing has failed and nothing runs, for the next query; nobody has to wait for it. */
  release(connection: DuckDBConnection): Promise<void>;
  /** Closes a connection, whatever became of it. */
  discard(connection: DuckDBConnection): void;
  /** For files that a statement writes, each user in a folder of its own. */
  readonly scratchFolder: string;
}

export interface OperationContext<S extends QueryableStore = QueryableStore> {
  readonly store: S;
  /** Where UNLOAD writes and batch load reads. */
  readonly buckets: Buckets;
  /** The server's clock, nanoseconds since the epoch. */
  readonly nowNs: () => bigint;
  /** The caller's access key id. */
  readonly principal: string;
  readonly region: string;
  readonly accountId: string;
  /** The queries that run and those with pages left. */
  readonly queries: Queries;
  /** Takes SQL that the service's documents lack. */
  readonly extensions: boolean;
  /** Queries answer at once with a first page without rows and go on between the calls. */
  readonly emptyFirstPage: boolean;
  /** Set when the account's request rates are enforced. */
  readonly rateLimits?: RateLimits | undefined;
  /** Fires when the caller goes away before its answer; without it, the caller stays. */
  readonly gone?: AbortSignal;
}

export type Operation<S extends QueryableStore = QueryableStore> = (
  input: Readonly<Record<string, unknown>>,
  context: OperationContext<S>,
) => Promise<object | WireText>;
