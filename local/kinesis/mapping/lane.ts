/** The records of a shard whose keys go the same way: gathered into batches that run one after the other; shard-consumer fills its lanes. */
import { eventBytes } from '../limits';
import type { StreamRecord } from '../store/shard';
import type { Mapping, SourceShard } from './mapping';
import { settleBatch } from './settle-batch';
import { emptyEventBytes, eventRecordBytes } from './stream-event';

interface Queued {
  readonly record: StreamRecord;
  readonly bytes: number;
  readonly queuedMs: number;
}

export class Lane {
  readonly #queue: Queued[] = [];
  #queuedBytes = 0;
  #running: readonly StreamRecord[] = [];
  #wake: () => void = () => undefined;

  /** @param changed told when records have left the queue or are settled */
  constructor(private readonly shard: SourceShard, private readonly mapping: Mapping, private readonly changed: () => void) {}

  /** Records that wait for their batch. */
  get queued(): { readonly records: number; readonly bytes: number } {
    return { records: this.#queue.length, bytes: this.#queuedBytes };
  }

  /** The counter of the oldest record that is not settled; undefined when all are. */
  get oldest(): number | undefined {
    return (this.#running[0] ?? this.#queue[0]?.record)?.counter;
  }

  push(record: StreamRecord): void {
    const bytes = eventRecordBytes(record, this.shard.id, this.mapping);
    this.#queue.push({ record, bytes, queuedMs: this.mapping.now() });
    this.#queuedBytes += bytes;
    this.#wake();
  }

  /** Settles batches until the mapping stops and the invocation that runs has ended. */
  async run(): Promise<void> {
    const { stopping } = this.mapping;
    const wake = (): void => { this.#wake(); };
    stopping.addEventListener('abort', wake);
    while (!stopping.aborted) {
      await this.#gathered();
      if (stopping.aborted) break;
      this.#running = this.#takeBatch();
      this.changed();
      await settleBatch(this.#running, this.shard, this.mapping, (records) => {
        this.#running = records;
        this.changed();
      });
    }
    stopping.removeEventListener('abort', wake);
  }

  /** Waits for the first record, and then for a full batch or the end of the window. */
  async #gathered(): Promise<void> {
    const { now, wait, stopping, settings: { batchingWindowMs } } = this.mapping;
    const woken = (isEnough: () => boolean) => new Promise<void>((resolve) => {
      this.#wake = () => { if (stopping.aborted || isEnough()) resolve(); };
      this.#wake();
    });
    await woken(() => this.#queue.length > 0);
    // Never more than the window, should the clock be set back.
    const leftMs = Math.min((this.#queue[0]?.queuedMs ?? 0) + batchingWindowMs - now(), batchingWindowMs);
    if (leftMs > 0) {
      const filled = new AbortController();
      await Promise.race([woken(() => this.#isFull()).then(() => { filled.abort(); }), wait(leftMs, filled.signal)]);
    }
    this.#wake = () => undefined;
  }

  #isFull(): boolean {
    return this.#queue.length >= this.mapping.settings.batchSize || emptyEventBytes + this.#queuedBytes >= eventBytes;
  }

  /** As many records as the batch size and an event have room for; one in any case. */
  #takeBatch(): readonly StreamRecord[] {
    let bytes = emptyEventBytes;
    let count = 0;
    for (const queued of this.#queue) {
      if (count >= this.mapping.settings.batchSize || (count > 0 && bytes + queued.bytes > eventBytes)) break;
      bytes += queued.bytes;
      count += 1;
    }
    this.#queuedBytes -= bytes - emptyEventBytes;
    return this.#queue.splice(0, count).map(({ record }) => record);
  }
}
