/** Errors as problem+json (RFC 9457): the last stop of a request that cannot be answered; `lambda` calls it. */
import { ProblemError, problems } from '../errors';
import { jsonAnswer, type HttpAnswer } from './http-answer';

/** The error as a problem: itself, a time-out (middy's early answer, an aborted signal), or `internal` for the unexpected. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return new ProblemError(isTimeout ? 'timeout' : 'internal', { cause: error });
}

/**
 * Encodes a problem. The message of an unexpected error stays in the log: it may hold what the caller should not see.
 *
 * @param requestId Lambda's request id, the one in the log
 */
export function problemAnswer(problem: ProblemError, requestId: string): HttpAnswer {
  const { status, title } = problems[problem.code];
  const body = {
    type: `urn:tidegauge:problem:${problem.code}`,
    title,
    status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    requestId,
    ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
    ...problem.extension,
  };
  const answer = jsonAnswer(body, status, 'application/problem+json');
  return problem.retryAfterS === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(problem.retryAfterS) } };
}
