/** Stops what runs on a connection once a signal says so; used by run-query. */
import type { DuckDBConnection } from '@duckdb/node-api';

/** DuckDB forgets an interrupt that comes between two statements, so it is repeated until the caller is done. */
const REPEAT_MS = 20;

/** @returns an end to call before the connection is closed */
export function interruptWhen(signal: AbortSignal, connection: Pick<DuckDBConnection, 'interrupt'>): { end(): void } {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer = setTimeout(interrupt, REPEAT_MS);
  };
  if (signal.aborted) interrupt();
  else signal.addEventListener('abort', interrupt, { once: true });
  return {
    end() {
      signal.removeEventListener('abort', interrupt);
      clearTimeout(timer);
    },
  };
}
