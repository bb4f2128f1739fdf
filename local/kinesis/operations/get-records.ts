/** GetRecords: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
import { KinesisError } from '../kinesis-error';
import { bytesPerGet, recordsPerGet } from '../limits';
import type { Operation } from './operation';
import { entryBytes } from './put-entry';
import { printIterator, readIterator } from './shard-iterator';
import { refuseDryRun, streamOf } from './stream-reference';

export const getRecords: Operation = async (input, context) => {
  refuseDryRun(input);
  const place = readIterator(input.text('ShardIterator', { least: 1, most: 512 }), context);
  if (input.has('StreamARN') && streamOf(input, context.streams) !== place.stream) throw new KinesisError('InvalidArgumentException', 'The ShardIterator is not one of the stream in StreamARN.');
  const limit = input.optionalInteger('Limit', { least: 1 }) ?? recordsPerGet;
  if (limit > recordsPerGet) throw new KinesisError('InvalidArgumentException', `Limit ${limit} is greater than ${recordsPerGet}.`);
  const { stream, shard } = place;
  context.throughput?.takeGet(stream.definition.name, shard);
  const records = await shard.read(place.after, limit, bytesPerGet);
  context.throughput?.countGot(shard, records.reduce((sum, record) => sum + entryBytes(record), 0));
  const last = records.at(-1);
  // Where nothing is left that has not expired, the next call starts behind it all.
  const after = last?.counter ?? Math.max(place.after, shard.lastCounter);
  return {
    Records: records.map(({ sequenceNumber, arrivalMs, data, partitionKey }) => ({
      SequenceNumber: sequenceNumber, ApproximateArrivalTimestamp: arrivalMs / 1000, Data: data.toString('base64'), PartitionKey: partitionKey,
    })),
    NextShardIterator: printIterator({ stream, shard, after }, context.now()),
    MillisBehindLatest: last === undefined || last.counter >= shard.lastCounter ? 0 : Math.max(0, context.now() - last.arrivalMs),
  };
};
