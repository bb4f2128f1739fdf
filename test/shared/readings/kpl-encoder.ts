/**
 * Makes aggregated records as the Kinesis Producer Library does, from the protobuf wire format and the field numbers of
 * https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md; not from the code under test.
 */
import { createHash } from 'node:crypto';

const lengthDelimited = 2;
const varint = 0;

function varintBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varintBytes(Math.floor(value / 0x80))];
}

export function bytesField(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as Uint8Array); // Buffer.from takes both
  return Buffer.concat([Buffer.from([...varintBytes(number * 8 + lengthDelimited), ...varintBytes(bytes.length)]), bytes]);
}

export function varintField(number: number, value: number): Buffer {
  return Buffer.from([...varintBytes(number * 8 + varint), ...varintBytes(value)]);
}

/** The magic number, the message and its checksum. */
export function sealed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, createHash('md5').update(message).digest()]);
}

/** Every record has the partition key `a`, and the second of each three an explicit hash key and a tag. */
export function aggregated(records: readonly (Uint8Array | string)[]): Buffer {
  const messages = records.map((data, index) => Buffer.concat([
    varintField(1, 0),
    ...(index % 3 === 1 ? [varintField(2, 0)] : []),
    bytesField(3, data),
    ...(index % 3 === 1 ? [bytesField(4, Buffer.concat([bytesField(1, 'origin'), bytesField(2, 'test')]))] : []),
  ]));
  return sealed(Buffer.concat([bytesField(1, 'a'), bytesField(2, '170141183460469231731687303715884105728'), ...messages.map((message) => bytesField(3, message))]));
}
