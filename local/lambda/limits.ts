/** Lambda's limits that the runner keeps; start-lambda and instance apply them. */

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB for a synchronous invocation. */
export const synchronousPayloadBytes = 6 * 1024 * 1024;

/** The same page: 1 MB for an asynchronous invocation (256 KB until October 2025). */
export const asynchronousPayloadBytes = 1024 * 1024;

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: the initialisation phase; what lasts longer runs on the invocation's time. */
export const initialisationMs = 10_000;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: one minute before the first retry, two before the second. */
export function lambdaRetryDelayMs(attempt: number): number {
  return attempt === 1 ? 60_000 : 120_000;
}
