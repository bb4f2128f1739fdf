/** Fails an IoT invocation whose readings are not all settled: Lambda's asynchronous queue then delivers the event again. */
import { firstRetried, type IngestResult } from './outcome';

export class UnsettledReadingsError extends Error {
  /** @param unsettled how many readings are retryable */
  constructor(unsettled: number, readings: number, cause: Error) {
    super(`${unsettled} of ${readings} readings must be delivered again: ${cause.message}`, { cause });
    this.name = 'UnsettledReadingsError';
  }
}

/** @throws UnsettledReadingsError when any reading is retryable; delivering the settled ones again is harmless */
export function requireSettled(result: IngestResult): void {
  const retried = firstRetried(result);
  if (retried === undefined) return;
  const unsettled = result.readings.filter(({ outcome }) => outcome.kind === 'retryable').length;
  throw new UnsettledReadingsError(unsettled, result.readings.length, retried.error);
}
