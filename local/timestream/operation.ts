/** What an operation is: input members in, output members out, with the store and the clock handed in. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalog } from './catalog';

/** A body that is wire text already, so that large results are never built as objects. */
export class WireText {
  constructor(readonly text: string) {}
}

/** What a query needs of the store. */
export interface QueryableStore {
  readonly catalog: Catalog;
  /** Makes every acknowledged record visible to the next statement. */
  flush(): Promise<void>;
  /** A connection for reading, to be closed by the caller with closeSync(). */
  connect(): Promise<DuckDBConnection>;
}

export interface OperationContext<S extends QueryableStore = QueryableStore> {
  readonly store: S;
  /** The server's clock, nanoseconds since the epoch. */
  readonly nowNs: () => bigint;
  /** The caller's access key id. */
  readonly principal: string;
  readonly region: string;
  readonly accountId: string;
}

export type Operation<S extends QueryableStore = QueryableStore> = (
  input: Readonly<Record<string, unknown>>,
  context: OperationContext<S>,
) => Promise<object | WireText>;
