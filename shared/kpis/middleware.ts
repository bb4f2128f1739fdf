/** The KPIs as a middy middleware, for functions that are not assembled by `shared/lambda`; the same core as measure-invocation. */
import type { MiddlewareObj, Request } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { InvocationKpis } from './invocation-kpis';
import { errorType, startMeasurement, type Measurement } from './measure-invocation';
import type { KpiSink } from './write-kpi-record';

export interface KpiMiddlewareOptions {
  readonly functionName: string;
  readonly stage: string;
  readonly sink: KpiSink;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Where a handler finds its counts: `context.kpis.add('written')`. */
export interface MeasuredContext extends Context {
  kpis: InvocationKpis;
}

/**
 * Measures from its `before` to its `after` or `onError`, so it is to be used first. Whoever can should wrap the whole stack with
 * `measureInvocation` instead: middy runs no `after` when an earlier middleware replies early, and such an invocation leaves no
 * record here.
 */
export function kpiMiddleware({ functionName, stage, sink, now }: KpiMiddlewareOptions): MiddlewareObj<unknown, unknown, Error, MeasuredContext> {
  type KpiRequest = Request<unknown, unknown, Error, MeasuredContext>;
  const measurements = new WeakMap<KpiRequest, Measurement>();
  let coldStart = true;

  /** Ends a measurement once: a later `after` that throws brings the request to `onError` as well. */
  const end = async (request: KpiRequest): Promise<void> => {
    const measurement = measurements.get(request);
    measurements.delete(request);
    if (request.error !== null && request.error !== undefined) measurement?.counts.failed(errorType(request.error));
    await measurement?.end();
  };
  return {
    before: (request) => {
      const remainingMs = () => request.context.getRemainingTimeInMillis();
      const invocation = { functionName, stage, requestId: request.context.awsRequestId, coldStart, now, remainingMs };
      const measurement = startMeasurement(invocation, sink);
      coldStart = false;
      measurements.set(request, measurement);
      request.context.kpis = measurement.counts;
    },
    after: end,
    onError: end,
  };
}
