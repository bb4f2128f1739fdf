/** The event that a function gets of a batch, and how much room a record takes in it; lane measures, invoke-batch builds. */
import type { StreamRecord } from '../store/shard';
import { region } from '../stream-arn';
import type { Mapping } from './mapping';

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html, the example event. */
export function streamEvent(records: readonly StreamRecord[], shardId: string, mapping: Mapping): { readonly Records: readonly object[] } {
  return { Records: records.map((record) => eventRecord(record, record.data.toString('base64'), shardId, mapping)) };
}

/** Of the event without records. */
export const emptyEventBytes = JSON.stringify({ Records: [] }).length;

/** Exactly what the record adds to the event's JSON, the comma included. */
export function eventRecordBytes(record: StreamRecord, shardId: string, mapping: Mapping): number {
  return Buffer.byteLength(JSON.stringify(eventRecord(record, '', shardId, mapping))) + 4 * Math.ceil(record.data.length / 3) + 1;
}

function eventRecord({ partitionKey, sequenceNumber, arrivalMs }: StreamRecord, data: string, shardId: string, { streamArn, settings }: Mapping): object {
  return {
    kinesis: { kinesisSchemaVersion: '1.0', partitionKey, sequenceNumber, data, approximateArrivalTimestamp: arrivalMs / 1000 },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: settings.invokeIdentityArn,
    awsRegion: region,
    eventSourceARN: streamArn,
  };
}
