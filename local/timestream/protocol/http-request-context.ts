/** What operations are told of an HTTP request, worked out when they ask: most of it concerns queries alone. Made by answer-request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BatchLoads } from '../batch-load/batch-loads';
import type { Buckets } from '../buckets/buckets';
import type { Control } from '../control/control';
import type { RateLimits } from '../control/rate-limits';
import type { Queries } from '../query/queries';
import type { Store } from '../store/store';
import { callerOf, type Caller } from './caller';
import type { RequestContext } from './request-context';

/** What a server has for all its requests. */
export interface ServerParts {
  readonly store: Store;
  readonly batchLoads: BatchLoads;
  readonly queries: Queries;
  readonly buckets: Buckets;
  readonly control: Control;
  readonly extensions: boolean;
}

/** Stands in the ARNs; there are no accounts here. */
const accountId = '000000000000';

export class HttpRequestContext implements RequestContext {
  readonly store: Store;
  readonly batchLoads: BatchLoads;
  readonly queries: Queries;
  readonly buckets: Buckets;
  readonly extensions: boolean;
  readonly nowNs: () => bigint;
  readonly emptyFirstPage: boolean;
  readonly magneticDelayMs: number;
  readonly rateLimits: RateLimits | undefined;
  readonly accountId = accountId;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #gone: AbortSignal | undefined;
  #caller: Caller | undefined;

  constructor({ store, batchLoads, queries, buckets, control, extensions }: ServerParts, request: IncomingMessage, response: ServerResponse) {
    this.store = store;
    this.batchLoads = batchLoads;
    this.queries = queries;
    this.buckets = buckets;
    this.extensions = extensions;
    this.nowNs = control.nowNs;
    this.emptyFirstPage = control.emptyFirstPage;
    this.magneticDelayMs = control.magneticDelayMs;
    this.rateLimits = control.rateLimits;
    this.#request = request;
    this.#response = response;
  }

  get gone(): AbortSignal {
    return this.#gone ??= goneSignal(this.#response);
  }

  get principal(): string {
    return (this.#caller ??= callerOf(this.#request)).principal;
  }

  get region(): string {
    return (this.#caller ??= callerOf(this.#request)).region;
  }

  get userAgent(): string {
    return this.#request.headers['user-agent'] ?? '';
  }

  get host(): string {
    const { localAddress, localPort } = this.#request.socket;
    return this.#request.headers.host ?? `${localAddress}:${localPort}`;
  }
}

/** Fires when the client closes the connection before it has its answer. */
function goneSignal(response: ServerResponse): AbortSignal {
  if (response.destroyed && !response.writableFinished) return AbortSignal.abort();
  const gone = new AbortController();
  response.once('close', () => { if (!response.writableFinished) gone.abort(); });
  return gone.signal;
}
