/** Makes a dead letter of each record that a report of Timestream lists as not stored: functions/collect-rejects, and a redrive of its events. */
import { objectsOfEvent, type ObjectLocation } from '../dead-letters/bucket-event';
import { getObject, type StoredObject } from '../dead-letters/bucket';
import type { DeadLetter } from '../dead-letters/dead-letter';
import { rejectedRecords, type RejectedRecord } from '../dead-letters/reject-report';
import { writeDeadLetter } from '../dead-letters/write-dead-letter';
import { mapInFlight } from '../timestream/in-flight';
import type { IngestInvocation } from './ingest';
import type { IngestResult, ReadingOutcome } from './outcome';

/** No limit of S3: some thousand letters a second. */
const lettersInFlight = 50;

/**
 * Collecting a report twice is harmless: report and index make the key of each letter. A record that lost against a higher version is
 * superseded, as it would be in an answer of WriteRecords, and no letter.
 *
 * @param event from S3, of objects under `magnetic-rejects/`
 * @returns one outcome for each record; an object that is gone has none
 */
export async function collectRejects(event: unknown, invocation: IngestInvocation): Promise<IngestResult> {
  const readings: ReadingOutcome[] = [];
  for (const location of objectsOfEvent(event)) {
    const report = await getObject(location.bucket, location.key, invocation.signal);
    if (report === undefined) continue;
    const records = rejectedRecords(report.body);
    const outcomes = await mapInFlight([...records.entries()], lettersInFlight, ([index, record]) => settle(record, letterOf(location, report, record, index, invocation), invocation));
    // One by one: a report may list more records than a call takes arguments.
    for (const outcome of outcomes) readings.push(outcome);
  }
  return { readings: readings.map((outcome) => ({ messageIndex: 0, outcome })), meteredKib: 0, ignoredFields: 0, skippedValues: 0 };
}

async function settle({ kind }: RejectedRecord, letter: DeadLetter, { config, signal }: IngestInvocation): Promise<ReadingOutcome> {
  if (kind === 'superseded') return { kind };
  const { reason, detail } = letter;
  try {
    return { kind: 'dead-lettered', reason, detail, key: await writeDeadLetter(config.deadLetterBucket, letter, signal) };
  } catch (cause) {
    return { kind: 'retryable', error: new Error('the dead letter could not be stored', { cause }) };
  }
}

function letterOf({ bucket, key }: ObjectLocation, { storedAtMs }: StoredObject, { kind, detail, record }: RejectedRecord, index: number, invocation: IngestInvocation): DeadLetter {
  return {
    reason: kind === 'conflict' ? 'conflict' : 'rejected',
    detail,
    source: 'timestream',
    position: { message: `${bucket}/${key}`, index },
    topic: undefined,
    clientId: undefined,
    table: tableOfReport(key),
    // When the report was stored: no time of the event, which S3 may send again.
    receivedAt: storedAtMs,
    deadLetteredAt: new Date(invocation.now()).toISOString(),
    payload: record.toString('base64'),
    function: invocation.functionName,
    requestId: invocation.requestId,
    redriven: 0,
  };
}

/** `magnetic-rejects/<table>/...`: the prefix that deploy/dead-letters gives to each table. */
function tableOfReport(key: string): string | undefined {
  return key.split('/')[1];
}
