/** One shard of a stream: takes records, gives them back by position, and wakes whoever waits for more; stream holds its shards. */
import { shardId } from '../stream-arn';
import { hashKeyRange } from './hash-key';
import { parseSequenceNumber, printSequenceNumber } from './sequence-number';
import type { ShardRecord } from './record-frame';
import { ShardLog } from './shard-log';
import type { StreamDefinition } from './stream-definition';

/** A record as a reader of the shard sees it. */
export interface StreamRecord extends ShardRecord {
  readonly sequenceNumber: string;
}

export interface ShardSurroundings {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly warn: (line: string) => void;
}

const hourMs = 3_600_000;

export class Shard {
  readonly id: string;
  #waiting: (() => void)[] = [];
  #isClosed = false;

  private constructor(readonly index: number, private readonly definition: () => StreamDefinition, private readonly log: ShardLog, private readonly now: () => number) {
    this.id = shardId(index);
  }

  /** @throws Error naming a file that is damaged or of a newer version */
  static async open(folder: string, index: number, definition: () => StreamDefinition, { now, warn }: ShardSurroundings): Promise<Shard> {
    const shard = new Shard(index, definition, await ShardLog.open(folder, warn), now);
    await shard.log.dropBefore(shard.#horizonMs());
    return shard;
  }

  get hashKeys(): { readonly first: bigint; readonly last: bigint } {
    return hashKeyRange(this.index, this.definition().shardCount);
  }

  /** Counter of the last record that is on disk; 0 before the first. */
  get lastCounter(): number {
    return this.log.lastCounter;
  }

  /** What stands before the first record. */
  get startingSequenceNumber(): string {
    return this.sequenceNumber(0, this.definition().createdMs);
  }

  /** The retention of its stream in milliseconds. */
  get retentionMs(): number {
    return this.definition().retentionHours * hourMs;
  }

  /**
   * Resolves with the sequence numbers once the records are on disk.
   * @throws KinesisError InternalFailureException when the disk does not take them
   */
  async put(records: readonly { readonly partitionKey: string; readonly data: Buffer }[]): Promise<readonly string[]> {
    const arrivalMs = this.now();
    const first = await this.log.append(records.map((record) => ({ ...record, arrivalMs })));
    this.#wakeAll();
    await this.#dropExpired();
    return records.map((_, at) => this.sequenceNumber(first + at, arrivalMs));
  }

  /**
   * The records that follow one, as far as they have not expired; none when there are none yet.
   * @param after the counter of a record, or 0
   */
  async read(after: number, limit: number, bytes: number): Promise<readonly StreamRecord[]> {
    const records = await this.log.read({ after, notBeforeMs: this.#horizonMs(), limit, bytes });
    return records.map((record) => ({ ...record, sequenceNumber: this.sequenceNumber(record.counter, record.arrivalMs) }));
  }

  /** The counter before the first record that arrived then or later. */
  async counterBefore(arrivalMs: number): Promise<number> {
    const [first] = await this.log.read({ after: 0, notBeforeMs: Math.max(arrivalMs, this.#horizonMs()), limit: 1, bytes: 0 });
    return first === undefined ? this.lastCounter : first.counter - 1;
  }

  /**
   * Resolves once there is a record after this one, or the signal is aborted.
   * @throws Error when the shard is closed, as with the deletion of its stream
   */
  async moreThan(counter: number, signal: AbortSignal): Promise<void> {
    while (this.lastCounter <= counter && !signal.aborted) {
      if (this.#isClosed) throw new Error('its stream has been deleted; one of the same name is read after a restart');
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.push(wake);
        signal.addEventListener('abort', wake);
      });
    }
  }

  /** @returns the counter that a sequence number of this shard stands for; undefined for one of anywhere else, or not given out yet */
  counterOf(sequenceNumber: string): number | undefined {
    const parsed = parseSequenceNumber(sequenceNumber);
    if (parsed === undefined || parsed.shard !== this.index || parsed.createdSeconds !== this.#createdSeconds()) return undefined;
    return parsed.counter <= this.lastCounter ? parsed.counter : undefined;
  }

  sequenceNumber(counter: number, arrivalMs: number): string {
    return printSequenceNumber({ createdSeconds: this.#createdSeconds(), shard: this.index, counter, arrivalMs });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeAll();
    return this.log.close();
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Nobody reads these any more; that they still lie there is no reason to refuse a record. */
  async #dropExpired(): Promise<void> {
    await this.log.dropBefore(this.#horizonMs()).catch(() => undefined);
  }

  #horizonMs(): number {
    return this.now() - this.retentionMs;
  }

  #createdSeconds(): number {
    return Math.floor(this.definition().createdMs / 1000);
  }
}
