/** How far a mapping has settled each shard, on disk: where it goes on after a restart; shard-consumer moves them. */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeDurably } from '../store/stream-definition';

interface CheckpointFile {
  /** Of the stream: one of the same name that was made later begins anew. */
  readonly streamCreatedMs: number;
  /** Counter of the last settled record, by shard. */
  readonly shards: Readonly<Record<string, number>>;
}

export class Checkpoints {
  #isDirty = false;
  #failure: unknown;
  #writing: Promise<void> | undefined;

  private constructor(private readonly file: string, private readonly streamCreatedMs: number, private readonly counters: Map<string, number>, private readonly warn: (line: string) => void) {}

  /** @throws Error naming the file when it cannot be read */
  static async open(file: string, streamCreatedMs: number, warn: (line: string) => void): Promise<Checkpoints> {
    await mkdir(dirname(file), { recursive: true });
    const stored = existsSync(file) ? await readStored(file) : undefined;
    const counters = stored?.streamCreatedMs === streamCreatedMs ? Object.entries(stored.shards) : [];
    return new Checkpoints(file, streamCreatedMs, new Map(counters), warn);
  }

  get(shardId: string): number | undefined {
    return this.counters.get(shardId);
  }

  /**
   * Writes go on in the background, one at a time with the newest state: a checkpoint that a crash takes away only has
   * records delivered again.
   */
  set(shardId: string, counter: number): void {
    if (this.counters.get(shardId) === counter) return;
    this.counters.set(shardId, counter);
    this.#isDirty = true;
    this.#writing ??= this.#write();
  }

  /** Resolves once all that was set has been written. @throws what the disk said of the last write */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #write(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      const content: CheckpointFile = { streamCreatedMs: this.streamCreatedMs, shards: Object.fromEntries(this.counters) };
      this.#failure = await writeDurably(this.file, JSON.stringify(content)).then(() => undefined, (cause: unknown) => {
        this.warn(`the checkpoint ${this.file} cannot be written: ${String(cause)}`);
        return cause;
      });
    }
    // Here and not in a later callback: a checkpoint that is set in between would never be written.
    this.#writing = undefined;
  }
}

async function readStored(file: string): Promise<CheckpointFile> {
  try {
    // writeDurably left it whole or not at all.
    return JSON.parse(await readFile(file, 'utf8')) as CheckpointFile;
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${String(cause)}`, { cause });
  }
}
