/** Runs one compiled query on DuckDB and encodes its rows as they come, until it ends or is stopped. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { ServiceError } from '../errors';
import type { QueryableStore } from '../operation';
import type { CompiledQuery } from '../sql/compile';
import { rowEncoder } from '../sql/encode/row-encoder';
import type { QueryClock } from '../sql/functions/function';
import { registerJavascriptFunctions } from '../sql/javascript/register';
import { OVERRUN, takeOverrun } from '../sql/javascript/time-limit';
import { runError } from '../sql/run-errors';
import { bytesScanned, knownBytesScanned } from './bytes-scanned';
import { interruptWhen } from './interrupt-when';
import { RowSpool } from './row-spool';

/** A result may have 5 GB. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const MAX_RESULT_BYTES = 5_000_000_000;

export interface Outcome {
  readonly rows: RowSpool;
  readonly bytesScanned: number;
}

/** Stores whose database already knows our JavaScript functions. */
const prepared = new WeakSet<QueryableStore>();

/**
 * @param signal stops the query; its reason is the error to answer with
 * @throws ServiceError in the service's words, the signal's reason, or the cause of a failure of our own
 */
export async function runQuery(compiled: CompiledQuery, clock: QueryClock, store: QueryableStore, signal: AbortSignal): Promise<Outcome> {
  signal.throwIfAborted();
  // Side by side: each would wait for the other for half a millisecond.
  const encoding = onConnection(store, signal, (connection) => encodeRows(compiled, connection, signal));
  const counting = knownBytesScanned(compiled.scans) ?? onConnection(store, signal, (connection) => bytesScanned(compiled.scans, clock, connection));
  const [encoded] = await Promise.allSettled([encoding, counting]);
  try {
    signal.throwIfAborted();
    return { rows: await encoding, bytesScanned: await counting };
  } catch (error) {
    if (encoded.status === 'fulfilled') encoded.value.close();
    throw error;
  }
}

async function onConnection<T>(store: QueryableStore, signal: AbortSignal, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await store.connect();
  const interruption = interruptWhen(signal, connection);
  try {
    if (!prepared.has(store)) registerJavascriptFunctions(connection);
    prepared.add(store);
    const result = await work(connection);
    if (takeOverrun(connection)) throw new ServiceError('QueryExecutionException', OVERRUN);
    // An interrupt that came too late must not hit the next query.
    if (signal.aborted) connection.closeSync();
    else store.release(connection);
    return result;
  } catch (error) {
    takeOverrun(connection);
    connection.closeSync();
    throw runError(error);
  } finally {
    interruption.end();
  }
}

async function encodeRows({ sql, columns }: CompiledQuery, connection: DuckDBConnection, signal: AbortSignal): Promise<RowSpool> {
  const encode = rowEncoder(columns.map((column) => column.type));
  const rows = new RowSpool();
  try {
    for await (const chunk of aheadOf(await stream(connection, sql))) {
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

/** As connection.stream, which would go to DuckDB once more to look for several statements. */
async function stream(connection: DuckDBConnection, sql: string): Promise<DuckDBResult> {
  const statement = await connection.prepare(sql);
  try {
    return await statement.stream();
  } finally {
    statement.destroySync();
  }
}

/** The chunks of a result; DuckDB makes the next one while the caller works on this one. */
async function* aheadOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
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
