/** CreateStream: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
import { KinesisError } from '../kinesis-error';
import { onDemandShards, onDemandStreams, recordSizeKib, shardsPerAccount } from '../limits';
import type { StreamDefinition } from '../store/stream-definition';
import type { Streams } from '../store/streams';
import type { Input } from './input';
import type { Operation } from './operation';
import { nameBounds } from './stream-reference';
import { readTags } from './tags';

/** The stream is ACTIVE with the answer. */
export const createStream: Operation = async (input, { streams }) => {
  const name = input.text('StreamName', nameBounds);
  const mode = readMode(input);
  const shardCount = readShardCount(input, mode);
  if (input.has('WarmThroughputMiBps')) throw new KinesisError('InvalidArgumentException', 'WarmThroughputMiBps is not supported by the local stream.');
  const maxRecordSizeKib = input.optionalInteger('MaxRecordSizeInKiB', recordSizeKib) ?? recordSizeKib.least;
  if (mode === 'ON_DEMAND') requireOnDemandQuota(streams);
  await streams.create({ name, mode, shardCount, maxRecordSizeKib, tags: readTags(input) });
  return undefined;
};

function readMode(input: Input): StreamDefinition['mode'] {
  const mode = input.optionalChild('StreamModeDetails')?.text('StreamMode', { oneOf: ['PROVISIONED', 'ON_DEMAND'] });
  return mode === 'ON_DEMAND' ? mode : 'PROVISIONED';
}

function readShardCount(input: Input, mode: StreamDefinition['mode']): number {
  const given = input.optionalInteger('ShardCount', { least: 1, most: shardsPerAccount });
  if (mode === 'PROVISIONED') return given ?? refuse('ShardCount must be given for a stream in the provisioned capacity mode.');
  return given === undefined ? onDemandShards : refuse('ShardCount cannot be given for a stream in the on-demand capacity mode.');
}

function requireOnDemandQuota(streams: Streams): void {
  if (streams.list().filter(({ definition }) => definition.mode === 'ON_DEMAND').length < onDemandStreams) return;
  throw new KinesisError('LimitExceededException', `There are ${onDemandStreams} on-demand streams already.`);
}

function refuse(message: string): never {
  throw new KinesisError('ValidationException', message);
}
