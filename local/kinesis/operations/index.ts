/** The operations that the local stream has, by the name in X-Amz-Target; answer-request finds them here. */
import { KinesisError } from '../kinesis-error';
import { createStream } from './create-stream';
import { deleteStream } from './delete-stream';
import { describeLimits } from './describe-limits';
import { describeStream, describeStreamSummary } from './describe-stream';
import { getRecords } from './get-records';
import { getShardIterator } from './get-shard-iterator';
import { listShards } from './list-shards';
import { listStreams } from './list-streams';
import { updateMaxRecordSize } from './max-record-size';
import type { Operation } from './operation';
import { putRecord } from './put-record';
import { putRecords } from './put-records';
import { decreaseStreamRetentionPeriod, increaseStreamRetentionPeriod } from './retention-period';
import { addTagsToStream, listTagsForResource, listTagsForStream, removeTagsFromStream, tagResource, untagResource } from './tags';

const operations: Readonly<Record<string, Operation>> = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteStream: deleteStream,
  DescribeLimits: describeLimits,
  DescribeStream: describeStream,
  DescribeStreamSummary: describeStreamSummary,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListShards: listShards,
  ListStreams: listStreams,
  ListTagsForResource: listTagsForResource,
  ListTagsForStream: listTagsForStream,
  PutRecord: putRecord,
  PutRecords: putRecords,
  RemoveTagsFromStream: removeTagsFromStream,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateMaxRecordSize: updateMaxRecordSize,
};

/** @throws KinesisError UnknownOperationException, for what the service has and this has not as well */
export function findOperation(name: string): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new KinesisError('UnknownOperationException', `${name} is not supported by the local stream.`);
  return operation;
}
