/** How a function is assembled, written once: the KPI wrapper outside, the middy stack inside, the handler in the middle. */
import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig, type Config } from './config';
import { problems } from './errors';
import type { HttpAnswer } from './http/http-answer';
import { requestFromEvent, type HttpEvent, type HttpRequest } from './http/http-request';
import { asProblem, problemAnswer } from './http/problem';
import type { InvocationCounts, InvocationKpis } from './kpis/invocation-kpis';
import { errorType, measureInvocation } from './kpis/measure-invocation';
import { kpiBudgetMs, timestreamSink } from './kpis/write-kpi-record';

export type { HttpAnswer, HttpRequest };

/** The function answers this long before its time-out, with an error if need be, so that the KPI record still gets out. */
const answerMarginMs = kpiBudgetMs + 200;

/** Calls in flight are cancelled this long before the time-out, so that the handler can still say what became of them. */
const abortMarginMs = answerMarginMs + 500;

/** What a handler knows of the invocation it serves. */
export interface Invocation {
  /** The function's key, such as `ingest-iot`. */
  readonly functionName: string;
  readonly requestId: string;
  readonly logger: Logger;
  readonly kpis: InvocationKpis;
  remainingMs(): number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly config: Config;
  /** Aborts a little before the time-out. */
  readonly signal: AbortSignal;
}

/** A handler that is measured; the name is the proof, for the test that walks serverless.yml. */
export type MeasuredHandler<E, R> = ((event: E, context: Context) => Promise<R>) & { readonly functionName: string };

interface InvocationContext extends Context {
  readonly invocation: Invocation;
  readonly counts: InvocationCounts;
}

type Stack<E, R> = middy.MiddyfiedHandler<E, R, Error, InvocationContext>;

/**
 * Makes the handler of a function. What `handle` throws fails the invocation, for Lambda to retry.
 *
 * @param name the function's key in serverless.yml
 * @throws ConfigError at the cold start when a setting is missing
 */
export function lambda<E, R>(name: string, handle: (event: E, invocation: Invocation) => Promise<R>): MeasuredHandler<E, R> {
  return assemble<E, R>(name, handle, (stack) =>
    stack.onError(({ error, context }) => {
      context.invocation.logger.error('invocation-failed', { error });
    }),
  );
}

/**
 * Makes the handler of an HTTP route: the event becomes a request, whatever is thrown becomes problem+json.
 *
 * @param options `public` for a route without authorizer; every other one answers 401 to a request without verified claims
 */
export function httpLambda(
  name: string,
  handle: (request: HttpRequest, invocation: Invocation) => Promise<HttpAnswer>,
  options: { readonly public?: true } = {},
): MeasuredHandler<HttpEvent, HttpAnswer> {
  const access = { public: options.public === true };
  return assemble<HttpEvent, HttpAnswer>(
    name,
    async (event, invocation) => handle(requestFromEvent(event, access), invocation),
    (stack) =>
      stack.onError((request) => {
        const { counts, invocation } = request.context;
        const problem = asProblem(request.error);
        if (problems[problem.code].status < 500) {
          counts.refused(problem.code);
        } else {
          counts.failed(problem.code === 'internal' ? errorType(request.error) : problem.code);
          invocation.logger.error('request-failed', { problem: problem.code, error: request.error });
        }
        request.response = problemAnswer(problem, invocation.requestId);
      }),
  );
}

function assemble<E, R>(
  name: string,
  handle: (event: E, invocation: Invocation) => Promise<R>,
  addMiddlewares: (stack: Stack<E, R>) => Stack<E, R>,
): MeasuredHandler<E, R> {
  const config = readConfig();
  const parentLogger = new Logger();
  const now = () => Date.now();
  const stack = addMiddlewares(
    middy<E, R, Error, InvocationContext>((event: E, context: InvocationContext) => handle(event, context.invocation), {
      timeoutEarlyInMillis: answerMarginMs,
    }),
  );
  let coldStart = true;

  const handler = (event: E, context: Context): Promise<R> => {
    const logger = parentLogger.createChild();
    logger.addContext(context);
    const requestId = context.awsRequestId;
    const remainingMs = () => context.getRemainingTimeInMillis();
    const measured = { functionName: name, stage: config.stage, requestId, coldStart, now, remainingMs };
    coldStart = false;
    const sink = timestreamSink(config.database, (error) => { logger.warn('kpi-record-not-written', { error }); });
    return measureInvocation(measured, sink, async (counts) => {
      const signal = AbortSignal.timeout(Math.max(0, remainingMs() - abortMarginMs));
      const invocation = { functionName: name, requestId, logger, kpis: counts, remainingMs, now, config, signal };
      return stack(event, { ...context, invocation, counts });
    });
  };
  return Object.assign(handler, { functionName: name });
}
