/** GetShardIterator: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
import { KinesisError } from '../kinesis-error';
import type { Shard } from '../store/shard';
import type { Stream } from '../store/stream';
import { accountId } from '../stream-arn';
import type { Input } from './input';
import type { Operation } from './operation';
import { printIterator, shardOfStream } from './shard-iterator';
import { refuseDryRun, streamOf } from './stream-reference';

const types = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const;

export const getShardIterator: Operation = async (input, { streams, now }) => {
  refuseDryRun(input);
  const stream = streamOf(input, streams);
  const shard = shardOfStream(stream, input.text('ShardId', { least: 1, most: 128, pattern: /[a-zA-Z0-9_.-]+/ }));
  const after = await placeOf(input, stream, shard, now());
  return { ShardIterator: printIterator({ stream, shard, after }, now()) };
};

async function placeOf(input: Input, stream: Stream, shard: Shard, nowMs: number): Promise<number> {
  switch (input.text('ShardIteratorType', { oneOf: types })) {
    case 'TRIM_HORIZON': return 0;
    case 'LATEST': return shard.lastCounter;
    // The start of a shard has a number too, and no record.
    case 'AT_SEQUENCE_NUMBER': return Math.max(counterOf(input, stream, shard) - 1, 0);
    case 'AFTER_SEQUENCE_NUMBER': return counterOf(input, stream, shard);
    default: {
      const timestampMs = input.optionalTimestampMs('Timestamp') ?? refuse('Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.');
      if (timestampMs > nowMs) refuse(`The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${timestampMs}, currentTimestampInMillis: ${nowMs}`);
      return shard.counterBefore(timestampMs);
    }
  }
}

function counterOf(input: Input, { definition: { name } }: Stream, shard: Shard): number {
  const number = input.optionalText('StartingSequenceNumber', { pattern: /0|([1-9]\d{0,128})/ });
  if (number === undefined) return refuse('Must either specify (1) AT_SEQUENCE_NUMBER and StartingSequenceNumber or (2) AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (3) TRIM_HORIZON or (4) LATEST. Request specified a type but no StartingSequenceNumber.');
  return shard.counterOf(number)
    ?? refuse(`StartingSequenceNumber ${number} used in GetShardIterator on shard ${shard.id} in stream ${name} under account ${accountId} is invalid because it did not come from this stream.`);
}

function refuse(message: string): never {
  throw new KinesisError('InvalidArgumentException', message);
}
