/** What a shard takes and gives within a second, for those who want to be throttled as on AWS; put and get operations ask it. */
import { KinesisError } from './kinesis-error';
import { shardThroughput } from './limits';
import type { Shard } from './store/shard';
import { accountId } from './stream-arn';

interface Second {
  startMs: number;
  calls: number;
  bytes: number;
}

const secondMs = 1000;

/** Counts by whole seconds; the service measures finer, and lets bursts pass that it does not document. */
export class Throughput {
  readonly #puts = new Map<Shard, Second>();
  readonly #gets = new Map<Shard, Second>();

  constructor(private readonly now: () => number) {}

  /** @throws KinesisError ProvisionedThroughputExceededException when the record is one too many */
  takePut(streamName: string, shard: Shard, bytes: number): void {
    const second = this.#second(this.#puts, shard);
    // A record larger than a second's share passes alone: streams with large records take them in bursts.
    const isTooMuch = second.calls >= shardThroughput.putRecords || (second.bytes > 0 && second.bytes + bytes > shardThroughput.putBytes);
    if (isTooMuch) throw exceeded(streamName, shard);
    second.calls += 1;
    second.bytes += bytes;
  }

  /** @throws KinesisError ProvisionedThroughputExceededException when the call is one too many */
  takeGet(streamName: string, shard: Shard): void {
    const second = this.#second(this.#gets, shard);
    if (second.calls >= shardThroughput.gets || second.bytes >= shardThroughput.getBytes) throw exceeded(streamName, shard);
    second.calls += 1;
  }

  /** What a call that was let in gave back counts against its second. */
  countGot(shard: Shard, bytes: number): void {
    this.#second(this.#gets, shard).bytes += bytes;
  }

  #second(seconds: Map<Shard, Second>, shard: Shard): Second {
    const nowMs = this.now();
    const current = seconds.get(shard);
    if (current !== undefined && nowMs >= current.startMs && nowMs < current.startMs + secondMs) return current;
    const next = { startMs: nowMs, calls: 0, bytes: 0 };
    seconds.set(shard, next);
    return next;
  }
}

function exceeded(streamName: string, shard: Shard): KinesisError {
  return new KinesisError('ProvisionedThroughputExceededException', `Rate exceeded for shard ${shard.id} in stream ${streamName} under account ${accountId}.`);
}
