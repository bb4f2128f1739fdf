/** Ends JavaScript work that takes too long, such as a regular expression that backtracks without end; used by register.ts and run-query.ts. */
import { createContext, Script } from 'node:vm';
import type { DuckDBConnection } from '@duckdb/node-api';
import { fail } from './javascript-function';

/** How long one vector of rows may take: all that time the server does nothing else. */
const TIME_LIMIT_MS = 2_000;

export const OVERRUN = `A function took more than ${TIME_LIMIT_MS / 1000} seconds for a part of the rows; its pattern or its texts are too complex`;

/** Connections whose query ran into the limit: TRY would make a NULL of that failure, and try every row by itself. */
const overran = new Set<number>();

const context = createContext({});
const script = new Script('work()');

/** @throws as fail() when the work takes too long, and at once for what follows on the same connection */
export function withinTimeLimit(connectionId: number, work: () => void, limitMs = TIME_LIMIT_MS): void {
  if (overran.has(connectionId)) fail(OVERRUN);
  context['work'] = work;
  try {
    script.runInContext(context, { timeout: limitMs });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    overran.add(connectionId);
    fail(OVERRUN);
  } finally {
    delete context['work'];
  }
}

/** An error of Node's own may come from another realm, where instanceof says no. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** Whether a query of the connection ran into the limit; forgets it. */
export function takeOverrun(connection: DuckDBConnection): boolean {
  return overran.delete(connection.clientContext.connectionId);
}
