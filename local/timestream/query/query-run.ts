/** One query from its start until nobody can ask for its pages any more: runs, then is paged through, unless it is cancelled. */
import { ServiceError } from '../errors';
import { newQueryId } from './query-id';
import type { RowSpool } from './row-spool';

/** Everything a finished query answers. */
export interface QueryResult {
  readonly rows: RowSpool;
  /** JSON text of QueryStatus. */
  readonly queryStatus: string;
  /** JSON text of QueryInsightsResponse, when it was asked for. */
  readonly insights?: string;
}

interface RunParts {
  readonly principal: string;
  readonly queryString: string;
  /** JSON text of the ColumnInfo list, known before the first row. */
  readonly columnInfo: string;
  /** @param signal its reason is the error to end with */
  readonly execute: (signal: AbortSignal, queryId: string) => Promise<QueryResult>;
}

/** The service's text. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
export const cancelledError = () => new ServiceError('ConflictException', 'Unable to poll results for a cancelled query.');

export class QueryRun {
  readonly queryId = newQueryId();
  readonly principal: string;
  readonly queryString: string;
  readonly columnInfo: string;
  /** Rejects as soon as the query is stopped, whatever still runs. */
  readonly result: Promise<QueryResult>;
  /** Resolves when nothing runs any more. */
  readonly ended: Promise<void>;
  readonly #executed: Promise<QueryResult>;
  readonly #stop = new AbortController();
  #state: 'running' | 'paging' | 'cancelled' | 'over' = 'running';

  constructor({ principal, queryString, columnInfo, execute }: RunParts) {
    this.principal = principal;
    this.queryString = queryString;
    this.columnInfo = columnInfo;
    const { signal } = this.#stop;
    this.#executed = execute(signal, this.queryId);
    this.#executed.then(
      ({ rows }) => {
        if (this.#state === 'running') this.#state = 'paging';
        else rows.close();
      },
      // Whoever asks for the result hears of it.
      () => this.end(),
    );
    this.ended = this.#executed.then(() => undefined, () => undefined);
    // DuckDB looks for interrupts between its steps only, and a caller shall not wait for a long one.
    const stopped = new Promise<never>((_resolve, reject) => {
      // An abort carries the error to answer with.
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    this.result = Promise.race([this.#executed, stopped]);
    this.result.catch(() => undefined);
  }

  get isCancelled(): boolean {
    return this.#state === 'cancelled';
  }

  /** Whether all of it has been answered, or can no longer be asked for. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** Stops it where it runs, or gives back what it found. */
  cancel(): void {
    this.#state = 'cancelled';
    this.#stop.abort(cancelledError());
    this.#giveBack();
  }

  /** The last page went out; tokens may still repeat it. */
  end(): void {
    if (!this.isCancelled) this.#state = 'over';
  }

  /** Nobody can ask for it any more. */
  drop(reason?: ServiceError): void {
    // What has run needs no reason, and making one takes longer than all the rest here.
    if (this.#state === 'running') this.#stop.abort(reason ?? cancelledError());
    this.end();
    this.#giveBack();
  }

  #giveBack(): void {
    this.#executed.then(({ rows }) => rows.close(), () => undefined);
  }
}
