/**
 * The report on records that the magnetic store dropped after WriteRecords had counted them: an object for the table's
 * MagneticStoreRejectedDataLocation, kept by reject-outbox until it lies there.
 *
 * The service does not publish this report's format; it is that of its scheduled queries' error reports.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/scheduledqueries-error-reporting.html
 */
import { randomBytes } from 'node:crypto';
import { printWireJson } from '../protocol/wire-json';
import type { RejectedDataLocation, TableDefinition } from '../store/definitions';
import type { CellValue, TimestreamRecord } from './record';

export interface DroppedRecord {
  readonly record: TimestreamRecord;
  readonly reason: string;
}

export interface RejectReport {
  readonly id: string;
  /** The table that it is about. */
  readonly source: string;
  readonly bucket: string;
  readonly key: string;
  /** JSON. */
  readonly body: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const maxKeyBytes = 1024;

/** @param nowNs when the records were dropped; a part of the key */
export function rejectReport(
  { databaseName, tableName }: TableDefinition, { S3Configuration: location }: RejectedDataLocation, dropped: readonly DroppedRecord[], nowNs: bigint,
): RejectReport {
  const id = randomBytes(16).toString('hex').toUpperCase();
  const [date, time] = new Date(Number(nowNs / 1_000_000n)).toISOString().split('T') as [string, string];
  const name = `${date}/${time.replaceAll(':', '')}-${id}.json`;
  const within = location.ObjectKeyPrefix === undefined ? '' : `${location.ObjectKeyPrefix.replace(/\/$/, '')}/`;
  const key = `${within}${databaseName}/${tableName}/${name}`;
  return {
    id,
    source: `${databaseName}.${tableName}`,
    bucket: location.BucketName,
    // The longest prefix leaves no room for long names.
    key: Buffer.byteLength(key) <= maxKeyBytes ? key : `${within}${name}`,
    body: printWireJson({ reportId: id, errors: errorsOf(dropped) }),
  };
}

function errorsOf(dropped: readonly DroppedRecord[]): readonly object[] {
  const byReason = new Map<string, object[]>();
  for (const { record, reason } of dropped) {
    const records = byReason.get(reason);
    if (records) records.push(reportedRecord(record));
    else byReason.set(reason, [reportedRecord(record)]);
  }
  return [...byReason].map(([reason, records]) => ({ reason, records }));
}

/** What a record does not have is null. */
function reportedRecord({ dimensions, measureName, measureType, cells, timeNs, version }: TimestreamRecord): object {
  const isMulti = measureType === 'multi';
  const [first] = cells;
  return {
    dimensions: dimensions.map(({ name, value }) => ({ name, value, dimensionValueType: 'VARCHAR' })),
    measureName,
    measureValue: isMulti || first === undefined ? null : valueText(first.value),
    measureValues: isMulti ? cells.map(({ name, value, type }) => ({ name, value: valueText(value), type: type.toUpperCase() })) : null,
    measureValueType: measureType.toUpperCase(),
    time: String(timeNs),
    timeUnit: 'NANOSECONDS',
    version,
  };
}

function valueText(value: CellValue): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
