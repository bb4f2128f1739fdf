/** All streams of a data folder: opened at the start, made and deleted by operations and by local/start. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { KinesisError } from '../kinesis-error';
import { recordSizeKib, retentionHours, shardsPerAccount } from '../limits';
import { accountId } from '../stream-arn';
import { syncFolder } from './segment';
import type { ShardSurroundings } from './shard';
import { Stream } from './stream';
import { definitionFile, readDefinition, type StreamDefinition, writeDefinition, writeDurably } from './stream-definition';

export interface NewStream {
  readonly name: string;
  readonly shardCount: number;
  readonly mode?: StreamDefinition['mode'];
  readonly retentionHours?: number;
  readonly maxRecordSizeKib?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Raised when the layout of the folder changes. */
const formatVersion = 1;

/** Behind the name, so that a stream can be called `..` */
const suffix = '.stream';

export class Streams {
  readonly #streams = new Map<string, Stream>();
  /** Makes and deletes one at a time. */
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(private readonly folder: string, private readonly surroundings: ShardSurroundings) {}

  /** @throws Error naming what in the folder is damaged or of a newer version */
  static async open(folder: string, surroundings: ShardSurroundings): Promise<Streams> {
    const streams = new Streams(folder, surroundings);
    await mkdir(folder, { recursive: true });
    await checkFormat(folder);
    for (const name of (await readdir(folder)).filter((entry) => entry.endsWith(suffix)).sort()) {
      const path = join(folder, name);
      const definition = await readDefinition(path);
      if (definition === undefined) await rm(path, { recursive: true }); // half made, or half deleted
      else streams.#streams.set(definition.name, await Stream.open(path, definition, surroundings));
    }
    return streams;
  }

  /** By name. */
  list(): readonly Stream[] {
    return [...this.#streams.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  find(name: string): Stream | undefined {
    return this.#streams.get(name);
  }

  /** @throws KinesisError ResourceNotFoundException */
  get(name: string): Stream {
    const stream = this.find(name);
    if (stream === undefined) throw new KinesisError('ResourceNotFoundException', `Stream ${name} under account ${accountId} not found.`);
    return stream;
  }

  /**
   * Resolves once the stream takes records.
   * @throws KinesisError ResourceInUseException, LimitExceededException
   */
  create(wanted: NewStream): Promise<Stream> {
    return this.#oneAtATime(async () => {
      const { name, shardCount } = wanted;
      if (this.#streams.has(name)) throw new KinesisError('ResourceInUseException', `Stream ${name} under account ${accountId} already exists.`);
      if (this.openShards() + shardCount > shardsPerAccount) {
        throw new KinesisError('LimitExceededException', `This request would exceed the shard limit for the account ${accountId}. Current shard count for the account: ${this.openShards()}. Limit: ${shardsPerAccount}. Number of additional shards that would have resulted from this request: ${shardCount}.`);
      }
      const definition: StreamDefinition = {
        mode: 'PROVISIONED', retentionHours: retentionHours.least, maxRecordSizeKib: recordSizeKib.least, tags: {}, ...wanted, createdMs: this.surroundings.now(),
      };
      const path = this.#pathOf(name);
      await mkdir(path);
      const stream = await Stream.open(path, definition, this.surroundings);
      await writeDefinition(path, definition); // last: without it the folder is none of a stream
      await syncFolder(this.folder);
      this.#streams.set(name, stream);
      return stream;
    });
  }

  /** @throws KinesisError ResourceNotFoundException */
  delete(name: string): Promise<void> {
    return this.#oneAtATime(async () => {
      const stream = this.get(name);
      this.#streams.delete(name);
      await stream.close();
      const path = this.#pathOf(name);
      await unlink(definitionFile(path));
      await syncFolder(path);
      await rm(path, { recursive: true });
    });
  }

  openShards(): number {
    return this.list().reduce((sum, { shards }) => sum + shards.length, 0);
  }

  async close(): Promise<void> {
    await this.#changing;
    await Promise.all(this.list().map((stream) => stream.close()));
  }

  #pathOf(name: string): string {
    return join(this.folder, `${name}${suffix}`);
  }

  #oneAtATime<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#changing.then(change);
    this.#changing = result.catch(() => undefined);
    return result;
  }
}

async function checkFormat(folder: string): Promise<void> {
  const file = join(folder, 'format');
  if (!existsSync(file)) return writeDurably(file, `${formatVersion}\n`);
  const found = Number(await readFile(file, 'utf8'));
  if (found > formatVersion) throw new Error(`${folder} has format ${found}, which a newer Tidegauge wrote; this one knows up to ${formatVersion}`);
  if (found !== formatVersion) throw new Error(`${file} does not hold a format version`);
}
