/** What became of readings: the words in which ingest answers; counts, batch item failures and the IoT retry derive from them. */
import type { DeadLetterReason } from '../errors';

export type ReadingOutcome =
  /** Stored; an identical repeat too. */
  | { readonly kind: 'written' }
  /** A newer version stands. */
  | { readonly kind: 'superseded' }
  /** To be delivered again as it is. */
  | { readonly kind: 'retryable'; readonly error: Error }
  /** Refused for good, and stored under this key with its reason and original bytes. */
  | { readonly kind: 'dead-lettered'; readonly reason: DeadLetterReason; readonly detail: string; readonly key: string };

export interface SettledReading {
  /** Which of the messages it came in. */
  readonly messageIndex: number;
  readonly outcome: ReadingOutcome;
}

export interface IngestResult {
  /** Every reading of every message, in their order. */
  readonly readings: readonly SettledReading[];
  readonly meteredKib: number;
  readonly ignoredFields: number;
  readonly skippedValues: number;
}

/**
 * The first message that must be delivered again, and the error one of its readings met. A stream restarts there, and an IoT
 * event has no other message, so everything from here on comes again, whatever became of it this time.
 *
 * @returns undefined when everything is settled
 */
export function firstRetried({ readings }: IngestResult): { readonly messageIndex: number; readonly error: Error } | undefined {
  for (const { messageIndex, outcome } of readings) {
    if (outcome.kind === 'retryable') return { messageIndex, error: outcome.error };
  }
  return undefined;
}

/** The result of messages that can only be delivered again together, as those of one HTTP request: all of them are one message then. */
export function asOneDelivery(result: IngestResult): IngestResult {
  return { ...result, readings: result.readings.map((reading) => ({ ...reading, messageIndex: 0 })) };
}
