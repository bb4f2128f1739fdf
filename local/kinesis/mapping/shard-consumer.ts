/** Reads one shard for a mapping, hands its records to lanes by partition key, and keeps its checkpoint; start-event-source-mapping runs one per shard. */
import { bytesPerGet, eventBytes, recordsPerGet } from '../limits';
import { hashKeyOf } from '../store/hash-key';
import type { StreamRecord } from '../store/shard';
import type { Checkpoints } from './checkpoints';
import { Lane } from './lane';
import type { Mapping, SourceShard } from './mapping';

export class ShardConsumer {
  readonly #lanes: readonly Lane[];
  #position = 0;
  #roomMade: () => void = () => undefined;

  constructor(private readonly shard: SourceShard, private readonly mapping: Mapping, private readonly checkpoints: Checkpoints) {
    this.#lanes = Array.from({ length: mapping.settings.parallelizationFactor }, () => new Lane(shard, mapping, () => { this.#settled(); }));
  }

  /** Finds the place to go on from; a mapping that starts with LATEST must know it before anything else is put. */
  async begin(): Promise<void> {
    const { id, lastCounter } = this.shard;
    const stored = this.checkpoints.get(id);
    if (stored !== undefined && stored > lastCounter) throw new Error(`the checkpoint of ${id} lies ${stored - lastCounter} records behind its end: records are missing from the data folder`);
    this.#position = stored ?? await this.#startingCounter();
    this.checkpoints.set(id, this.#position);
  }

  /** Resolves when the mapping stops and the last invocation has ended. */
  async run(): Promise<void> {
    this.mapping.stopping.addEventListener('abort', () => { this.#roomMade(); });
    await Promise.all([this.#readAll(), ...this.#lanes.map((lane) => lane.run())]);
  }

  async #startingCounter(): Promise<number> {
    const { startingPosition } = this.mapping.settings;
    switch (startingPosition.kind) {
      case 'TRIM_HORIZON': return this.shard.counterBefore(0);
      case 'AT_TIMESTAMP': return this.shard.counterBefore(startingPosition.timestampMs);
      case 'LATEST': return this.shard.lastCounter;
    }
  }

  async #readAll(): Promise<void> {
    const { stopping, wait, retryDelayMs, log } = this.mapping;
    for (let failures = 0; !stopping.aborted;) {
      try {
        await this.shard.moreThan(this.#position, stopping);
        await this.#room();
        if (!stopping.aborted) await this.#readSome();
        failures = 0;
      } catch (error) {
        failures += 1;
        log(`${this.shard.id} cannot be read: ${String(error)}`);
        await wait(retryDelayMs(failures), stopping);
      }
    }
  }

  async #readSome(): Promise<void> {
    const { lastCounter } = this.shard;
    const records = await this.shard.read(this.#position, recordsPerGet, bytesPerGet);
    const before = (records[0]?.counter ?? lastCounter + 1) - 1;
    // Counters have no gaps: what is missing has expired.
    if (before > this.#position) this.mapping.log(`${before - this.#position} records of ${this.shard.id} expired before they could be read`);
    this.#position = records.at(-1)?.counter ?? lastCounter;
    for (const record of records) this.#laneOf(record)?.push(record);
    this.#settled();
  }

  /** Keys that hash alike stay in one lane, so that their order is kept. */
  #laneOf({ partitionKey }: StreamRecord): Lane | undefined {
    const { length } = this.#lanes;
    return this.#lanes[length === 1 ? 0 : Number(hashKeyOf(partitionKey) % BigInt(length))];
  }

  /**
   * Reading goes on while less waits than one read gives and every lane could fill its batch. Not documented, chosen: a
   * batch that is tried again and again blocks the whole shard only when that much has piled up behind it.
   */
  async #room(): Promise<void> {
    const { settings: { parallelizationFactor, batchSize }, stopping } = this.mapping;
    const mostRecords = Math.max(recordsPerGet, parallelizationFactor * batchSize);
    const mostBytes = 2 * parallelizationFactor * eventBytes;
    const isFull = (): boolean => this.#queued('records') >= mostRecords || this.#queued('bytes') >= mostBytes;
    while (isFull() && !stopping.aborted) {
      await new Promise<void>((resolve) => { this.#roomMade = resolve; });
    }
  }

  #queued(what: 'records' | 'bytes'): number {
    return this.#lanes.reduce((sum, { queued }) => sum + queued[what], 0);
  }

  #settled(): void {
    const oldest = Math.min(...this.#lanes.map((lane) => lane.oldest ?? Infinity));
    this.checkpoints.set(this.shard.id, Math.min(oldest - 1, this.#position));
    this.#roomMade();
  }
}
