/** A stream in memory for the tests of the mapping: records with counters as the real one gives them. */
import type { SourceShard, SourceStream } from '../../../../local/kinesis/mapping/mapping';
import type { StreamRecord } from '../../../../local/kinesis/store/shard';
import { printSequenceNumber } from '../../../../local/kinesis/store/sequence-number';

const createdMs = 1_700_000_000_000;

export class MemoryStream implements SourceStream {
  readonly arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/readings';
  readonly definition = { name: 'readings', createdMs };
  readonly records: StreamRecord[] = [];
  readonly shards: readonly SourceShard[];
  retentionMs = 86_400_000;
  #waiting: (() => void)[] = [];

  constructor(private readonly now: () => number) {
    this.shards = [this.#shard()];
  }

  /** @returns the record as the mapping will read it */
  put(partitionKey: string, data: string | Buffer = partitionKey): StreamRecord {
    const counter = this.records.length + 1;
    const arrivalMs = this.now();
    const sequenceNumber = printSequenceNumber({ createdSeconds: createdMs / 1000, shard: 0, counter, arrivalMs });
    const record = { counter, arrivalMs, partitionKey, data: Buffer.from(data), sequenceNumber };
    this.records.push(record);
    for (const wake of this.#waiting.splice(0)) wake();
    return record;
  }

  #shard(): SourceShard {
    const kept = (arrivalMs: number): boolean => arrivalMs >= this.now() - this.retentionMs;
    const lastCounter = (): number => this.records.length;
    return {
      id: 'shardId-000000000000',
      get lastCounter() { return lastCounter(); },
      retentionMs: this.retentionMs,
      read: async (after, limit) => this.records.slice(after).filter(({ arrivalMs }) => kept(arrivalMs)).slice(0, limit),
      counterBefore: async (arrivalMs) => (this.records.find((record) => kept(record.arrivalMs) && record.arrivalMs >= arrivalMs)?.counter ?? this.records.length + 1) - 1,
      moreThan: async (counter, signal) => {
        while (this.records.length <= counter && !signal.aborted) {
          await new Promise<void>((resolve) => {
            this.#waiting.push(resolve);
            signal.addEventListener('abort', () => { resolve(); });
          });
        }
      },
    };
  }
}
