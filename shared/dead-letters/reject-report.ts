/**
 * The report that Timestream leaves on records it had taken and did not store in the magnetic store: ingest/collect-rejects makes a
 * letter of each.
 *
 * The service publishes no format for it. This is the one of its scheduled queries' error reports; of what looks otherwise nothing
 * is lost: it becomes a letter as a whole.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/scheduledqueries-error-reporting.html
 */
import { jsonObject, text } from './json-object';

export interface RejectedRecord {
  /** In the words of Timestream. */
  readonly detail: string;
  readonly kind: 'conflict' | 'superseded' | 'rejected';
  /** What was rejected, as the report has it. */
  readonly record: Buffer;
}

/** The two texts about versions, as they stand in replies of WriteRecords too. */
const lowerVersion = /is lower than the existing version/;
const sameVersion = /already exists with the same time, dimensions, measure name, and record version/;

/** In the order of the report, which is the same at every reading of it. */
export function rejectedRecords(report: Buffer): readonly RejectedRecord[] {
  const { errors } = jsonObject(report);
  if (!Array.isArray(errors) || errors.length === 0) return [unreadable(report)];
  return errors.flatMap((error: unknown) => {
    const { reason, records } = jsonObject(error);
    const detail = text(reason) ?? 'no reason given';
    const rejected: readonly unknown[] = Array.isArray(records) && records.length > 0 ? records : [error];
    return rejected.map((record) => ({ detail, kind: kindOf(detail), record: Buffer.from(JSON.stringify(record)) }));
  });
}

function kindOf(reason: string): RejectedRecord['kind'] {
  if (lowerVersion.test(reason)) return 'superseded';
  return sameVersion.test(reason) ? 'conflict' : 'rejected';
}

function unreadable(report: Buffer): RejectedRecord {
  return { detail: 'a report of Timestream in a form that is not known', kind: 'rejected', record: report };
}
