/** Runs one compiled query on DuckDB and encodes its rows as they come, within the time a call may take. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryableStore } from '../operation';
import type { CompiledQuery } from '../sql/compile';
import { datumEncoder } from '../sql/encode/datum';
import type { QueryClock } from '../sql/functions/function';
import { registerJavascriptFunctions } from '../sql/javascript/register';
import { runError } from '../sql/run-errors';
import { bytesScanned } from './bytes-scanned';
import { RowSpool } from './row-spool';

/** One Query call ends after 60 seconds. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
const CALL_TIMEOUT_MS = 60_000;

export interface Outcome {
  readonly rows: RowSpool;
  readonly bytesScanned: number;
}

/** Stores whose database already knows our JavaScript functions. */
const prepared = new WeakSet<QueryableStore>();

/** @throws ServiceError in the service's words, or the cause of a failure of our own */
export async function runQuery(
  compiled: CompiledQuery, clock: QueryClock, store: QueryableStore, timeoutMs = CALL_TIMEOUT_MS,
): Promise<Outcome> {
  const connection = await store.connect();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    connection.interrupt();
  }, timeoutMs);
  try {
    if (!prepared.has(store)) registerJavascriptFunctions(connection);
    prepared.add(store);
    const rows = await encodeRows(compiled, connection);
    return { rows, bytesScanned: await bytesScanned(compiled.scans, clock, connection) };
  } catch (error) {
    throw runError(error, timedOut);
  } finally {
    clearTimeout(timer);
    connection.closeSync();
  }
}

async function encodeRows({ sql, columns }: CompiledQuery, connection: DuckDBConnection): Promise<RowSpool> {
  const encoders = columns.map((column) => datumEncoder(column.type));
  const rows = new RowSpool();
  try {
    const result = await connection.stream(sql);
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const vectors = columns.map((_column, index) => chunk.getColumnVector(index));
      for (let row = 0; row < chunk.rowCount; row += 1) {
        rows.add(`{"Data":[${vectors.map((vector, index) => encoders[index]?.(vector.getItem(row))).join(',')}]}`);
      }
    }
    return rows;
  } catch (error) {
    rows.close();
    throw error;
  }
}
