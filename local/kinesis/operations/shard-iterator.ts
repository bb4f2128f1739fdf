/** A place in a shard as clients carry it: issued by get-shard-iterator and get-records, read back by get-records. */
import { KinesisError } from '../kinesis-error';
import { iteratorLifeMs } from '../limits';
import type { Shard } from '../store/shard';
import type { Stream } from '../store/stream';
import { accountId, shardIndexOf } from '../stream-arn';
import type { OperationContext } from './operation';
import { packToken, unpackToken } from './token';

export interface Place {
  readonly stream: Stream;
  readonly shard: Shard;
  /** The counter of the record before. */
  readonly after: number;
}

export function printIterator({ stream: { definition }, shard, after }: Place, issuedMs: number): string {
  return packToken([definition.name, String(definition.createdMs), shard.id, String(after), String(issuedMs)]);
}

/** @throws KinesisError ExpiredIteratorException, InvalidArgumentException, or ResourceNotFoundException when its stream is gone */
export function readIterator(text: string, { streams, now }: OperationContext): Place {
  const [name, createdMs, id, after, issuedMs] = unpackToken(text) ?? [];
  if (name === undefined || id === undefined || !Number.isSafeInteger(Number(after)) || !Number.isSafeInteger(Number(issuedMs))) {
    throw new KinesisError('InvalidArgumentException', 'Invalid ShardIterator.');
  }
  if (now() - Number(issuedMs) > iteratorLifeMs) {
    throw new KinesisError('ExpiredIteratorException', `Iterator expired. The iterator was created at time ${utc(Number(issuedMs))} while right now it is ${utc(now())} `
      + `which is further in the future than the tolerated delay of ${iteratorLifeMs} milliseconds.`);
  }
  const stream = streams.get(name);
  // A stream of the same name that was made later has other records.
  if (String(stream.definition.createdMs) !== createdMs) throw new KinesisError('InvalidArgumentException', 'Invalid ShardIterator.');
  return { stream, shard: shardOfStream(stream, id), after: Number(after) };
}

/** @throws KinesisError ResourceNotFoundException */
export function shardOfStream(stream: Stream, id: string): Shard {
  const shard = stream.shards[shardIndexOf(id) ?? -1];
  if (shard === undefined) throw new KinesisError('ResourceNotFoundException', `Shard ${id} in stream ${stream.definition.name} under account ${accountId} does not exist`);
  return shard;
}

function utc(ms: number): string {
  return new Date(ms).toUTCString();
}
