/** The record that Lambda stores of a batch it gave up, and its key; settle-batch has it stored. */
import { randomUUID } from 'node:crypto';
import type { Mapping } from './mapping';
import type { Attempt } from './retry-plan';
import { streamEvent } from './stream-event';

/** Records that the stream itself lets expire count as too old: AWS names no condition of their own. */
export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html, the example of an S3 destination.
 * @param at epoch milliseconds
 */
export function failureRecord(attempt: Attempt, condition: FailureCondition, shardId: string, mapping: Mapping, at: number): { readonly key: string; readonly body: string } {
  const { records, invocations, last } = attempt;
  const time = new Date(at).toISOString();
  const [first, final] = [records[0], records.at(-1)];
  const body = {
    requestContext: { requestId: randomUUID(), functionArn: mapping.settings.functionArn, condition, approximateInvokeCount: invocations },
    ...(last === undefined ? {} : {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(last === 'error' ? { functionError: 'Unhandled' } : {}) },
    }),
    version: '1.0',
    timestamp: time,
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: final?.sequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(final),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
    // The event as text inside the document.
    payload: JSON.stringify(streamEvent(records, shardId, mapping)),
  };
  const day = time.slice(0, 10).replaceAll('-', '/');
  return {
    key: `aws/lambda/${mapping.id}/${shardId}/${day}/${time.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`,
    body: JSON.stringify(body),
  };
}

function arrivalOf(record: { readonly arrivalMs: number } | undefined): string | undefined {
  return record === undefined ? undefined : new Date(record.arrivalMs).toISOString();
}
