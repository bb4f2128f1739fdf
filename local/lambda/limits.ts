/** Lambda's limits that the runner keeps; start-lambda, server and instance apply them. */
import { LambdaError } from './lambda-function';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB for a synchronous invocation. */
export const synchronousPayloadBytes = 6 * 1024 * 1024;

/** The same page: 1 MB for an asynchronous invocation (256 KB until October 2025). */
export const asynchronousPayloadBytes = 1024 * 1024;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: as much of the log an answer carries. */
export const logTailBytes = 4 * 1024;

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: the initialisation phase; what lasts longer runs on the invocation's time. */
export const initialisationMs = 10_000;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: one minute before the first retry, two before the second. */
export function lambdaRetryDelayMs(attempt: number): number {
  return attempt === 1 ? 60_000 : 120_000;
}

/** @throws LambdaError RequestTooLargeException */
export function refuseLarge(event: string, limitBytes: number): void {
  if (Buffer.byteLength(event) <= limitBytes) return;
  throw tooLarge(limitBytes);
}

export function tooLarge(limitBytes: number): LambdaError {
  return new LambdaError('RequestTooLargeException', `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`);
}
