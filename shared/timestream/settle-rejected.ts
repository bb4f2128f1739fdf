/** Reads what a RejectedRecordsException lists: which records of a batch were refused, and why; write asks. */
import type { RejectedRecord } from '@aws-sdk/client-timestream-write';
import type { BatchEntry, SettledEntry } from './batch';
import type { RecordOutcome, TimestreamRecord } from './record';

/** The texts of the two version rejections, as AWS's own sample writers recognise them. */
const lowerVersion = /is lower than the existing version (\d+)/;
const sameVersion = /already exists with the same time, dimensions, measure name, and record version/;

/**
 * What became of each record of a request that was rejected in part: the service stores every record it does not list.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/API_RejectedRecordsException.html
 *
 * @returns undefined when the list names nothing of the batch, and so says nothing about it
 */
export function settleRejected(
  batch: readonly BatchEntry[],
  rejectedRecords: readonly RejectedRecord[],
): readonly SettledEntry[] | undefined {
  const byPlace = new Map(rejectedRecords.map((rejected) => [rejected.RecordIndex, rejected]));
  const namesThisBatch = [...byPlace.keys()].every((place) => place !== undefined && place in batch);
  if (byPlace.size === 0 || !namesThisBatch) return undefined;
  return batch.map(({ index, record }, place) => {
    const rejected = byPlace.get(place);
    return { index, outcome: rejected === undefined ? { kind: 'written' } : rejectionToOutcome(record, rejected) };
  });
}

/** ExistingVersion is surer than the text, but not every reply has it. */
function rejectionToOutcome({ version }: TimestreamRecord, { Reason = 'no reason given', ExistingVersion }: RejectedRecord): RecordOutcome {
  const existingVersion = ExistingVersion ?? Number(lowerVersion.exec(Reason)?.[1]);
  if (existingVersion > version) return { kind: 'superseded', existingVersion };
  if (existingVersion === version || sameVersion.test(Reason)) return { kind: 'conflict', detail: Reason };
  return { kind: 'rejected', detail: Reason };
}
