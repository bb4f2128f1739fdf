/** The service's limits that the local stream keeps, each with its source; operations, store and mapping apply them. */

const mebibyte = 1024 * 1024;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
export const recordsPerPut = 500;
export const bytesPerPut = 10 * mebibyte;

/** Data and partition key of one record; a stream starts at the lower bound: https://docs.aws.amazon.com/streams/latest/dev/large-records.html */
export const recordSizeKib = { least: 1024, most: 10_240 } as const;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
export const partitionKeyCharacters = 256;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
export const recordsPerGet = 10_000;
export const bytesPerGet = 10 * mebibyte;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html: an iterator lives for five minutes. */
export const iteratorLifeMs = 300_000;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html: so does a token. */
export const tokenLifeMs = 300_000;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
export const retentionHours = { least: 24, most: 8760 } as const;

/** What an on-demand stream begins with: https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
export const onDemandShards = 4;

/** The quota of an account in most regions: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const shardsPerAccount = 1000;
export const onDemandStreams = 50;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html */
export const tagsPerStream = 50;

/** What one shard takes and gives in a second: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const shardThroughput = { putRecords: 1000, putBytes: mebibyte, gets: 5, getBytes: 2 * mebibyte } as const;

/** The payload of a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const eventBytes = 6 * mebibyte;
