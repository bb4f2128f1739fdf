/** PutRecord: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
import { KinesisError } from '../kinesis-error';
import { parseSequenceNumber } from '../store/sequence-number';
import type { PlacedEntry, PutEntry, Stream } from '../store/stream';
import { accountId } from '../stream-arn';
import type { Throughput } from '../throughput';
import type { Operation, OperationContext } from './operation';
import { checkedEntry, entryBytes, readPutEntry } from './put-entry';
import { refuseDryRun, streamOf } from './stream-reference';

/** Numbers grow in any case, so that SequenceNumberForOrdering is only checked. */
export const putRecord: Operation = async (input, { streams, throughput }) => {
  refuseDryRun(input);
  const stream = streamOf(input, streams);
  const entry = readPutEntry(input, stream);
  const ordering = input.optionalText('SequenceNumberForOrdering');
  if (ordering !== undefined && parseSequenceNumber(ordering) === undefined) {
    throw new KinesisError('InvalidArgumentException', `SequenceNumberForOrdering ${ordering} used in PutRecord on stream ${stream.definition.name} under account ${accountId} is invalid because it did not come from this stream.`);
  }
  const { shardId, sequenceNumber } = await store(entry, stream, throughput);
  return { ShardId: shardId, SequenceNumber: sequenceNumber };
};

/**
 * The same for a caller in this process.
 * @throws KinesisError what the operation answers with
 */
export async function putFromHere({ streams, throughput }: Pick<OperationContext, 'streams' | 'throughput'>, streamName: string, partitionKey: string, data: Buffer): Promise<void> {
  const stream = streams.get(streamName);
  await store(checkedEntry(partitionKey, data, stream), stream, throughput);
}

function store(entry: PutEntry, stream: Stream, throughput: Throughput | undefined): Promise<PlacedEntry> {
  throughput?.takePut(stream.definition.name, stream.shardFor(entry), entryBytes(entry));
  return stream.put(entry);
}
