/** Lends work a connection of the store's and translates its failures; used for the rows of a query, and to count what it reads. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ServiceError } from '../errors';
import type { QueryableStore } from '../operation';
import { registerJavascriptFunctions } from '../sql/javascript/register';
import { OVERRUN, takeOverrun } from '../sql/javascript/time-limit';
import { runError } from '../sql/run-errors';
import { interruptWhen } from './interrupt-when';

/** For each store, when its database knows our JavaScript functions. */
const prepared = new WeakMap<QueryableStore, Promise<void>>();

/**
 * @param signal stops the work
 * @throws ServiceError in the service's words, or the cause of a failure of our own; also of one that the signal caused
 */
export async function onConnection<T>(store: QueryableStore, signal: AbortSignal, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  await knowsFunctions(store);
  const connection = await store.connect();
  const interruption = interruptWhen(signal, connection);
  try {
    const result = await work(connection);
    if (takeOverrun(connection)) throw new ServiceError('QueryExecutionException', OVERRUN);
    // An interrupt that came too late must not hit the next query.
    if (signal.aborted) store.discard(connection);
    else void store.release(connection);
    return result;
  } catch (error) {
    takeOverrun(connection);
    store.discard(connection);
    throw runError(error);
  } finally {
    interruption.end();
  }
}

function knowsFunctions(store: QueryableStore): Promise<void> {
  let known = prepared.get(store);
  if (known === undefined) prepared.set(store, (known = teachFunctions(store)));
  return known;
}

/** Other connections know them once the transaction of this one has ended. */
async function teachFunctions(store: QueryableStore): Promise<void> {
  const connection = await store.connect();
  registerJavascriptFunctions(connection);
  await store.release(connection);
}
