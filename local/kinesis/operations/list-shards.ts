/** ListShards: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
import { KinesisError } from '../kinesis-error';
import { tokenLifeMs } from '../limits';
import type { Shard } from '../store/shard';
import type { Stream } from '../store/stream';
import type { Input } from './input';
import type { Operation, OperationContext } from './operation';
import { streamOf } from './stream-reference';
import { packToken, unpackToken } from './token';

const shardsPerAnswer = 1000;
const idBounds = { least: 1, most: 128, pattern: /[a-zA-Z0-9_.-]+/ } as const;
const filterTypes = ['AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP'] as const;

export const listShards: Operation = (input, context) => {
  const limit = Math.min(input.optionalInteger('MaxResults', { least: 1, most: 10_000 }) ?? shardsPerAnswer, shardsPerAnswer);
  const { stream, after } = input.has('NextToken') ? continued(input, context) : begun(input, context);
  const shards = stream.shards.filter(({ id }) => id > after);
  const page = shards.slice(0, limit);
  return {
    Shards: page.map(describeShard),
    ...(shards.length > limit ? { NextToken: packToken([stream.definition.name, page.at(-1)?.id ?? '', String(context.now())]) } : {}),
  };
};

/** Shards are neither split nor merged here: every one is open, and has no parents. */
export function describeShard({ id, hashKeys, startingSequenceNumber }: Shard): object {
  return {
    ShardId: id,
    HashKeyRange: { StartingHashKey: String(hashKeys.first), EndingHashKey: String(hashKeys.last) },
    SequenceNumberRange: { StartingSequenceNumber: startingSequenceNumber },
  };
}

interface Listing {
  readonly stream: Stream;
  readonly after: string;
}

function begun(input: Input, { streams }: OperationContext): Listing {
  const stream = streamOf(input, streams);
  const createdMs = input.optionalTimestampMs('StreamCreationTimestamp');
  if (createdMs !== undefined && Math.floor(createdMs / 1000) !== Math.floor(stream.definition.createdMs / 1000)) {
    throw new KinesisError('ResourceNotFoundException', `Stream ${stream.definition.name} was not created at the given time.`);
  }
  const filter = input.optionalChild('ShardFilter');
  const isAfterShard = filter?.text('Type', { oneOf: filterTypes }) === 'AFTER_SHARD_ID';
  // All shards have been open since the stream was made: the other filters leave none out.
  return { stream, after: (isAfterShard ? filter?.text('ShardId', idBounds) : input.optionalText('ExclusiveStartShardId', idBounds)) ?? '' };
}

function continued(input: Input, { streams, now }: OperationContext): Listing {
  for (const name of ['StreamName', 'ExclusiveStartShardId', 'StreamCreationTimestamp']) {
    if (input.has(name)) throw new KinesisError('InvalidArgumentException', `NextToken and ${name} cannot be given together.`);
  }
  const [name, after, issuedMs] = unpackToken(input.text('NextToken', { least: 1, most: 1_048_576 })) ?? [];
  if (name === undefined || after === undefined || issuedMs === undefined) throw new KinesisError('InvalidArgumentException', 'NextToken is invalid.');
  if (now() - Number(issuedMs) > tokenLifeMs) throw new KinesisError('ExpiredNextTokenException', `NextToken has expired: it is valid for ${tokenLifeMs / 1000} seconds.`);
  return { stream: streams.get(name), after };
}
