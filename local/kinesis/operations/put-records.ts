/** PutRecords: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
import { KinesisError } from '../kinesis-error';
import { bytesPerPut, recordsPerPut } from '../limits';
import type { PlacedEntry, PutEntry, Stream } from '../store/stream';
import type { Throughput } from '../throughput';
import type { Operation } from './operation';
import { entryBytes, readPutEntry } from './put-entry';
import { refuseDryRun, streamOf } from './stream-reference';

/** Records that are throttled, or that the disk did not take, are told in the answer, and the others are stored. */
export const putRecords: Operation = async (input, { streams, throughput }) => {
  refuseDryRun(input);
  const stream = streamOf(input, streams);
  const entries = input.children('Records', { least: 1, most: recordsPerPut }).map((record) => readPutEntry(record, stream));
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes > bytesPerPut) throw new KinesisError('InvalidArgumentException', `Records size exceeds ${bytesPerPut / 1024 ** 2} MB limit`);
  const throttled = entries.map((entry) => throttle(throughput, stream, entry));
  const stored = await stream.putAll(entries.filter((_, at) => throttled[at] === undefined));
  const results = stored.values();
  const Records = throttled.map((error) => resultOf(error ?? results.next().value));
  return { FailedRecordCount: Records.filter((record) => 'ErrorCode' in record).length, Records };
};

function throttle(throughput: Throughput | undefined, stream: Stream, entry: PutEntry): KinesisError | undefined {
  try {
    throughput?.takePut(stream.definition.name, stream.shardFor(entry), entryBytes(entry));
    return undefined;
  } catch (error) {
    if (error instanceof KinesisError) return error;
    throw error;
  }
}

/** The two codes that the service documents for a single record. */
function resultOf(result: PlacedEntry | KinesisError | undefined): object {
  if (result === undefined) return { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' };
  if (!(result instanceof KinesisError)) return { ShardId: result.shardId, SequenceNumber: result.sequenceNumber };
  return result.code === 'ProvisionedThroughputExceededException'
    ? { ErrorCode: result.code, ErrorMessage: result.message }
    : { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' };
}
