/** DescribeStream: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html */
import type { Stream } from '../store/stream';
import { describeShard } from './list-shards';
import type { Operation } from './operation';
import { streamOf } from './stream-reference';

const shardsPerAnswer = 100;

export const describeStream: Operation = (input, { streams }) => {
  const stream = streamOf(input, streams);
  const limit = Math.min(input.optionalInteger('Limit', { least: 1, most: 10_000 }) ?? shardsPerAnswer, shardsPerAnswer);
  const after = input.optionalText('ExclusiveStartShardId', { least: 1, most: 128, pattern: /[a-zA-Z0-9_.-]+/ }) ?? '';
  const shards = stream.shards.filter(({ id }) => id > after);
  return {
    StreamDescription: { ...facts(stream), Shards: shards.slice(0, limit).map(describeShard), HasMoreShards: shards.length > limit },
  };
};

/** DescribeStreamSummary: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html */
export const describeStreamSummary: Operation = (input, { streams }) => {
  const stream = streamOf(input, streams);
  return {
    StreamDescriptionSummary: {
      ...facts(stream), OpenShardCount: stream.shards.length, ConsumerCount: 0, MaxRecordSizeInKiB: stream.definition.maxRecordSizeKib,
    },
  };
};

/** EncryptionType says what is: nothing is encrypted here. */
function facts({ arn, definition: { name, mode, retentionHours, createdMs } }: Stream): object {
  return {
    StreamName: name,
    StreamARN: arn,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: mode },
    RetentionPeriodHours: retentionHours,
    StreamCreationTimestamp: createdMs / 1000,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  };
}
