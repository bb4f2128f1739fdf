/** One record to put, from a request or from a caller in this process, checked against the limits of its stream. */
import { KinesisError } from '../kinesis-error';
import { partitionKeyCharacters } from '../limits';
import { hashKeyEnd } from '../store/hash-key';
import type { PutEntry, Stream } from '../store/stream';
import { Input } from './input';

const keyBounds = { least: 1, most: partitionKeyCharacters } as const;

/** @throws KinesisError ValidationException, InvalidArgumentException */
export function readPutEntry(input: Input, stream: Stream): PutEntry {
  const partitionKey = input.text('PartitionKey', keyBounds);
  const data = input.blob('Data');
  const explicitHashKey = readHashKey(input);
  const entry = { partitionKey, data, ...(explicitHashKey === undefined ? {} : { explicitHashKey }) };
  requireSize(entry, stream);
  return entry;
}

/** Data before base64, and the key. */
export function entryBytes({ data, partitionKey }: PutEntry): number {
  return data.length + Buffer.byteLength(partitionKey);
}

/** What readPutEntry checks of a request. @throws KinesisError ValidationException */
export function checkedEntry(partitionKey: string, data: Buffer, stream: Stream): PutEntry {
  const entry = { partitionKey: new Input({ PartitionKey: partitionKey }).text('PartitionKey', keyBounds), data };
  requireSize(entry, stream);
  return entry;
}

function requireSize(entry: PutEntry, { definition: { name, maxRecordSizeKib } }: Stream): void {
  const most = maxRecordSizeKib * 1024;
  if (entryBytes(entry) <= most) return;
  throw new KinesisError('ValidationException', `1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to ${most}; `
    + `the record has ${entryBytes(entry)} bytes with its partition key, and the stream ${name} takes ${maxRecordSizeKib} KiB.`);
}

function readHashKey(input: Input): bigint | undefined {
  const text = input.optionalText('ExplicitHashKey', { pattern: /0|([1-9]\d{0,38})/ });
  if (text === undefined) return undefined;
  const key = BigInt(text);
  if (key >= hashKeyEnd) throw new KinesisError('InvalidArgumentException', `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`);
  return key;
}
