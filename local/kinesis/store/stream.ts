/** One stream: its definition and its shards; operations, the mapping and local/start put into it and read from it. */
import { join } from 'node:path';
import { KinesisError } from '../kinesis-error';
import { shardId, streamArn } from '../stream-arn';
import { hashKeyOf, shardOf } from './hash-key';
import { Shard, type ShardSurroundings } from './shard';
import { type StreamDefinition, writeDefinition } from './stream-definition';

/** A record that a client wants stored; its limits are checked already. */
export interface PutEntry {
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Chooses the shard in place of the partition key. */
  readonly explicitHashKey?: bigint;
}

export interface PlacedEntry {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export class Stream {
  readonly arn: string;
  readonly shards: readonly Shard[];

  private constructor(private readonly folder: string, private current: StreamDefinition, shards: Shard[]) {
    this.arn = streamArn(current.name);
    this.shards = shards;
  }

  /** @throws Error naming a file that is damaged or of a newer version */
  static async open(folder: string, definition: StreamDefinition, surroundings: ShardSurroundings): Promise<Stream> {
    const shards: Shard[] = [];
    const stream: Stream = new Stream(folder, definition, shards);
    for (let index = 0; index < definition.shardCount; index += 1) {
      shards.push(await Shard.open(join(folder, shardId(index)), index, () => stream.definition, surroundings));
    }
    return stream;
  }

  get definition(): StreamDefinition {
    return this.current;
  }

  /** Resolves once the change is on disk. */
  async change(change: Partial<Pick<StreamDefinition, 'retentionHours' | 'maxRecordSizeKib' | 'tags'>>): Promise<void> {
    const changed = { ...this.current, ...change };
    await writeDefinition(this.folder, changed);
    this.current = changed;
  }

  shardFor({ partitionKey, explicitHashKey }: PutEntry): Shard {
    const shard = this.shards[shardOf(explicitHashKey ?? hashKeyOf(partitionKey), this.shards.length)];
    if (shard === undefined) throw new Error(`the stream ${this.current.name} has no shard for its key`);
    return shard;
  }

  /**
   * Resolves once the record is on disk.
   * @throws KinesisError InternalFailureException when the disk does not take it
   */
  async put(entry: PutEntry): Promise<PlacedEntry> {
    const shard = this.shardFor(entry);
    const [sequenceNumber = ''] = await shard.put([entry]);
    return { shardId: shard.id, sequenceNumber };
  }

  /** Resolves once each record is on disk or refused, in their order; those of one shard stay together. */
  async putAll(entries: readonly PutEntry[]): Promise<readonly (PlacedEntry | KinesisError)[]> {
    const shards = entries.map((entry) => this.shardFor(entry));
    const placed: (PlacedEntry | KinesisError)[] = [];
    await Promise.all([...new Set(shards)].map(async (shard) => {
      const places = [...entries.keys()].filter((at) => shards[at] === shard);
      const numbers = await shard.put(places.flatMap((at) => entries[at] ?? [])).catch((cause: unknown) => {
        if (cause instanceof KinesisError) return cause;
        throw cause;
      });
      for (const [index, at] of places.entries()) {
        placed[at] = numbers instanceof KinesisError ? numbers : { shardId: shard.id, sequenceNumber: numbers[index] ?? '' };
      }
    }));
    return placed;
  }

  async close(): Promise<void> {
    await Promise.all(this.shards.map((shard) => shard.close()));
  }
}
