/** Runs one compiled query on DuckDB and encodes its rows as they come, until it ends or is stopped. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import { ServiceError } from '../errors';
import type { QueryableStore } from '../operation';
import type { CompiledQuery } from '../sql/compile';
import { rowEncoder } from '../sql/encode/row-encoder';
import type { QueryClock } from '../sql/functions/function';
import { bytesScanned } from './bytes-scanned';
import { onConnection } from './on-connection';
import { RowSpool } from './row-spool';

/** A result may have 5 GB. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const MAX_RESULT_BYTES = 5_000_000_000;

export interface Outcome {
  readonly rows: RowSpool;
  readonly bytesScanned: number;
  /** What insights tell of UNLOAD beside. */
  readonly written?: object;
}

/**
 * @param signal stops the query; its reason is the error to answer with
 * @throws ServiceError in the service's words, the signal's reason, or the cause of a failure of our own
 */
export async function runQuery(compiled: CompiledQuery, clock: QueryClock, store: QueryableStore, signal: AbortSignal): Promise<Outcome> {
  signal.throwIfAborted();
  // Side by side: each would wait for the other for half a millisecond.
  const encoding = onConnection(store, signal, (connection) => encodeRows(compiled, store, connection, signal));
  const counting = bytesScanned(compiled.scans, clock, store, signal);
  const [encoded] = await Promise.allSettled([encoding, counting]);
  try {
    signal.throwIfAborted();
    return { rows: await encoding, bytesScanned: await counting };
  } catch (error) {
    if (encoded.status === 'fulfilled') encoded.value.close();
    throw error;
  }
}

async function encodeRows({ columns, sql }: CompiledQuery, store: QueryableStore, connection: DuckDBConnection, signal: AbortSignal): Promise<RowSpool> {
  const encode = rowEncoder(columns.map((column) => column.type));
  const rows = new RowSpool();
  try {
    for await (const chunk of chunksOf(store, connection, sql)) {
      signal.throwIfAborted();
      rows.add(encode(chunk));
      if (rows.byteLength > MAX_RESULT_BYTES) throw new ServiceError('QueryExecutionException', 'The result of the query has more than 5 GB');
    }
    return rows;
  } catch (error) {
    rows.close();
    throw error;
  }
}

/** The chunks of a statement's result; DuckDB makes the next one while the caller works on this one. */
export async function* chunksOf(store: Pick<QueryableStore, 'prepare'>, connection: DuckDBConnection, sql: () => string): AsyncGenerator<DuckDBDataChunk> {
  const result = await startedResult(await store.prepare(connection, sql));
  let next = result.fetchChunk();
  try {
    for (let chunk = await next; chunk !== null && chunk.rowCount > 0; chunk = await next) {
      next = result.fetchChunk();
      yield chunk;
    }
  } finally {
    // The connection may be closed only when nothing runs on it; a failure that nobody asked for is none.
    await next.catch(() => undefined);
  }
}

async function startedResult(statement: DuckDBPreparedStatement): Promise<DuckDBResult> {
  try {
    return await statement.stream();
  } finally {
    statement.destroySync();
  }
}
