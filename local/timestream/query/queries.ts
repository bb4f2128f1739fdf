/** The queries of a server: started, paged through, cancelled; the operations Query and CancelQuery are its calls. */
import { ServiceError } from '../errors';
import type { OperationContext } from '../operation';
import { atMost } from './at-most';
import { Callers } from './callers';
import { ClientTokens, type Started } from './client-tokens';
import { InsightsRate } from './insights-rate';
import type { QueryInput } from './query-input';
import { cancelledError, type QueryRun } from './query-run';
import { ResultPages, type PageRequest } from './result-pages';
import { settledWithin } from './settled-within';
import { startQuery, type Pace } from './start-query';

/** One Query call ends after 60 seconds. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
const CALL_TIME_MS = 60_000;
/** A query that goes on between calls may take an hour. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const EXECUTION_TIME_MS = 3_600_000;
/** Node's own setting and its default. https://nodejs.org/api/cli.html#uv_threadpool_sizesize */
const NODE_THREADS = Number(process.env.UV_THREADPOOL_SIZE) || 4;
/** A running query holds a thread of Node's pool, and one must be left for writing the log. */
const RUNNING_QUERIES = Math.max(NODE_THREADS - 1, 1);
/** Local: more are throttled. */
const WAITING_QUERIES = 1000;
/** Local: cancelled queries that are still known as such. */
const MAX_KNOWN = 2000;

export interface TimeLimits {
  readonly callMs: number;
  readonly executionMs: number;
}

export class Queries {
  readonly #limits: TimeLimits;
  readonly #inTurn = atMost(RUNNING_QUERIES, WAITING_QUERIES);
  readonly #pages = new ResultPages();
  readonly #clientTokens = new ClientTokens();
  readonly #insightsRate = new InsightsRate();
  /** Those that may be cancelled, or were. */
  readonly #known = new Map<string, QueryRun>();

  constructor(limits: TimeLimits = { callMs: CALL_TIME_MS, executionMs: EXECUTION_TIME_MS }) {
    this.#limits = limits;
  }

  /**
   * Runs a statement, or gives the next page of one that ran before.
   *
   * @returns the answer's JSON text
   */
  async answer(input: QueryInput, context: OperationContext): Promise<string> {
    const { queryString, clientToken, nextToken, maxRows, wantsInsights } = input;
    const { principal, gone } = context;
    const request: PageRequest = { queryString, principal, nowNs: context.nowNs(), ...(maxRows !== undefined && { maxRows }) };
    if (nextToken !== undefined) return this.#pages.next(nextToken, request);
    const key = `${principal} ${clientToken}`;
    // Whoever sends the same request again after an abandoned one shall not meet its end.
    const start = () => this.#start(input, context, request, () => this.#clientTokens.forget(key));
    const { run, callers } = await (clientToken === undefined
      ? start()
      : this.#clientTokens.started(key, JSON.stringify([queryString, maxRows, wantsInsights]), request.nowNs, start));
    const text = await callers.wait(gone);
    if (run.isCancelled) throw cancelledError();
    return text;
  }

  /**
   * Stops a query where it runs, or frees the pages that wait. Cancelling twice is harmless.
   *
   * @returns whether it was cancelled before
   * @throws ServiceError ValidationException when it has ended, or never was
   */
  cancel(queryId: string): boolean {
    const run = this.#known.get(queryId);
    if (run === undefined || run.isOver) throw new ServiceError('ValidationException', `The query ${queryId} does not exist or has ended.`);
    const wasCancelled = run.isCancelled;
    if (!wasCancelled) run.cancel();
    return wasCancelled;
  }

  /** Stops all that run; resolves when none of them touches the store any more. */
  async close(): Promise<void> {
    const runs = [...this.#known.values()];
    for (const run of runs) run.drop(new ServiceError('InternalServerException', 'The server stops.'));
    await Promise.all(runs.map((run) => run.ended));
  }

  async #start(input: QueryInput, context: OperationContext, request: PageRequest, whenAbandoned: () => void): Promise<Started> {
    if (input.wantsInsights) this.#insightsRate.take();
    const { run, pace } = await startQuery(input, context, this.#inTurn);
    this.#know(run);
    const isEmptyFirst = context.emptyFirstPage && pace !== 'immediate';
    this.#endAfter(run, isEmptyFirst || pace === 'long' ? this.#limits.executionMs : this.#limits.callMs);
    const page = isEmptyFirst ? Promise.resolve(this.#pages.empty(run, request.nowNs)) : this.#firstPage(run, pace, request);
    const abandon = () => {
      whenAbandoned();
      run.drop(new ServiceError('InternalServerException', 'The query was stopped since its caller went away.'));
    };
    return { run, page, callers: new Callers(page, abandon) };
  }

  /** What takes longer than a call goes on between the calls; a page without rows is out before its caller gives up. */
  async #firstPage(run: QueryRun, pace: Pace, request: PageRequest): Promise<string> {
    const result = pace === 'long' ? await settledWithin(run.result, this.#limits.callMs / 2) : await run.result;
    return result === undefined ? this.#pages.empty(run, request.nowNs) : this.#pages.first(run, result, request);
  }

  #endAfter(run: QueryRun, limitMs: number): void {
    const timer = setTimeout(() => {
      run.drop(new ServiceError('QueryExecutionException', `The query did not end within ${limitMs / 1000} seconds`));
    }, limitMs);
    const end = () => clearTimeout(timer);
    run.result.then(end, end);
  }

  #know(run: QueryRun): void {
    for (const [id, other] of this.#known) {
      if (other.isOver || (other.isCancelled && this.#known.size >= MAX_KNOWN)) this.#known.delete(id);
    }
    this.#known.set(run.queryId, run);
  }
}
