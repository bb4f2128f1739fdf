/** Opens the aggregated records of the Kinesis Producer Library: many records of a gateway in one stream record; unpack-record calls it. */
import { createHash } from 'node:crypto';
import { protobufFields } from './protobuf-fields';
import { Refusal } from './refusal';

/** https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md */
const magic = 0xf3899ac2;
const magicBytes = 4;
const md5Bytes = 16;

/**
 * Field numbers of the same document. The key tables (1 and 2 of AggregatedRecord, and the indices into them in each Record) chose the
 * shard, and tags (4 of Record) are not in use: neither says anything about a reading, so they are read over.
 */
const recordsOfAggregate = 3;
const dataOfRecord = 3;

/** No text begins like this: the four bytes are no UTF-8. */
export function isKplAggregate(bytes: Buffer): boolean {
  return bytes.length >= magicBytes && bytes.readUInt32BE() === magic;
}

/**
 * The data of each record, in order.
 *
 * @returns an `unreadable` refusal when the checksum is wrong or the message inside is damaged: which of its records are whole
 * cannot be told then
 */
export function kplRecords(aggregate: Buffer): readonly Buffer[] | Refusal {
  const end = aggregate.length - md5Bytes;
  if (end < magicBytes) return new Refusal('unreadable', `aggregated record: ${aggregate.length} bytes are too few`);
  const message = aggregate.subarray(magicBytes, end);
  if (!createHash('md5').update(message).digest().equals(aggregate.subarray(end))) {
    return new Refusal('unreadable', 'aggregated record: the MD5 checksum does not match');
  }
  const records = protobufFields(message)?.filter(({ number }) => number === recordsOfAggregate).map(({ bytes }) => dataOf(bytes));
  if (records?.every((data) => data !== undefined) === true) return records;
  return new Refusal('unreadable', 'aggregated record: not the protobuf message of the format');
}

/** @returns undefined when the record is damaged, or lacks its data, which the format requires; of several the last one counts */
function dataOf(record: Buffer | undefined): Buffer | undefined {
  if (record === undefined) return undefined;
  return protobufFields(record)?.findLast(({ number }) => number === dataOfRecord)?.bytes;
}
