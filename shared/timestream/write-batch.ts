/** One batch as one request, and what its answer means for each record; write runs several at a time. */
import { RejectedRecordsException, ValidationException } from '@aws-sdk/client-timestream-write';
import { batchOf, type Batch, type BatchEntry, type SettledEntry } from './batch';
import type { RecordOutcome } from './record';
import type { CommonAttributes } from './request-body';
import { settleRejected } from './settle-rejected';

export interface BatchResult {
  readonly settled: readonly SettledEntry[];
  readonly meteredKib: number;
}

type Send = (common: CommonAttributes, entries: readonly BatchEntry[]) => Promise<unknown>;

/**
 * Sends a batch and settles every record in it.
 *
 * Only two answers are final for a record: that it is rejected, and that the request is invalid when it stands alone in it.
 * Everything else is retryable: throttling, faults of the service and the network, a time-out - and also a missing table or
 * permission, because a deployment that went wrong must not turn a fleet's readings into dead letters.
 */
export async function writeBatch({ entries, common, meteredKib }: Batch, send: Send): Promise<BatchResult> {
  const settleAll = (outcome: RecordOutcome) => entries.map(({ index }) => ({ index, outcome }));
  try {
    await send(common, entries);
    return { settled: settleAll({ kind: 'written' }), meteredKib };
  } catch (error) {
    if (error instanceof RejectedRecordsException) {
      const settled = settleRejected(entries, error.RejectedRecords ?? []);
      if (settled !== undefined) return { settled, meteredKib };
    }
    if (isInvalidRequest(error)) {
      return entries.length > 1
        ? writeHalves(entries, send)
        : { settled: settleAll({ kind: 'rejected', detail: asError(error).message }), meteredKib: 0 };
    }
    return { settled: settleAll({ kind: 'retryable', error: asError(error) }), meteredKib: 0 };
  }
}

/**
 * The service stores nothing of an invalid request and does not say which record is at fault. Halving finds it in about
 * 2 log2(n) requests, and every other record is written.
 */
async function writeHalves(entries: readonly BatchEntry[], send: Send): Promise<BatchResult> {
  const middle = Math.ceil(entries.length / 2);
  const first = await writeBatch(batchOf(entries.slice(0, middle)), send);
  const second = await writeBatch(batchOf(entries.slice(middle)), send);
  return { settled: [...first.settled, ...second.settled], meteredKib: first.meteredKib + second.meteredKib };
}

/** A request that is too large may meet its answer before the service itself has seen it: then the status alone says so. */
function isInvalidRequest(error: unknown): boolean {
  return error instanceof ValidationException || statusOf(error) === 413;
}

/** The client puts it on whatever it throws for an answer; other errors have none. */
function statusOf(error: unknown): number | undefined {
  // Any part may be missing.
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
