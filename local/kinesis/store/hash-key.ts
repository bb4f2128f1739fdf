/** Which shard a record belongs to: the MD5 of its partition key in the shards' hash key ranges; stream asks for every record. */
import { createHash } from 'node:crypto';

/** https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html: hash keys are 128-bit numbers. */
export const hashKeyEnd = 1n << 128n;

export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
}

/** Equal ranges; the last one takes what the division leaves. */
export function hashKeyRange(shard: number, shards: number): { readonly first: bigint; readonly last: bigint } {
  const size = hashKeyEnd / BigInt(shards);
  const first = size * BigInt(shard);
  return { first, last: shard === shards - 1 ? hashKeyEnd - 1n : first + size - 1n };
}

export function shardOf(hashKey: bigint, shards: number): number {
  return Math.min(Number(hashKey / (hashKeyEnd / BigInt(shards))), shards - 1);
}
