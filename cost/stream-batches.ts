/** How many stream records one invocation gets, and of how many shards: architectures fills the batches. */

/** As deploy/stream.ts sets the mapping. */
const mapping = { batchSize: 500, windowSeconds: 5, parallelization: 2 } as const;

/** Of a provisioned shard: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const shardLimits = { recordsPerSecond: 1000, bytesPerSecond: 1024 * 1024 } as const;

/** Lambda's payload; a record's data is in it as base64, with some more: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const eventBytes = 6 * 1024 * 1024;
const base64 = 4 / 3;
const aroundARecord = 400;

export interface StreamBatches {
  readonly shards: number;
  /** Batches under way at one time; a partition key keeps to one of them. */
  readonly lanes: number;
  readonly recordsPerBatch: number;
}

/** Full after 500 records or five seconds, whatever comes first. */
export function streamBatches(recordsPerSecond: number, recordBytes: number): StreamBatches {
  const shards = Math.max(1, Math.ceil(recordsPerSecond / shardLimits.recordsPerSecond), Math.ceil(recordsPerSecond * recordBytes / shardLimits.bytesPerSecond));
  const lanes = shards * mapping.parallelization;
  const inWindow = Math.floor(recordsPerSecond * mapping.windowSeconds / lanes);
  const inEvent = Math.floor(eventBytes / (recordBytes * base64 + aroundARecord));
  return { shards, lanes, recordsPerBatch: Math.max(1, Math.min(mapping.batchSize, inWindow, inEvent)) };
}

/** What the carrying rule makes of a message: the payload in base64, with topic, client id and time of receipt. */
export function carriedBytes(messageBytes: number): number {
  const envelope = 160;
  return Math.ceil(messageBytes * base64) + envelope;
}
