/** How a record lies in a segment: length, checksum, body; shard-log writes frames, read-segment reads them. */
import { crc32 } from 'node:zlib';

export interface NewRecord {
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Epoch milliseconds. */
  readonly arrivalMs: number;
}

export interface ShardRecord extends NewRecord {
  /** Its place in the shard: 1, 2, 3, ... */
  readonly counter: number;
}

/** Length and checksum of the body, 4 bytes each. */
export const frameHeadBytes = 8;
/** Counter and arrival, 6 bytes each, and the length of the key. */
const bodyHeadBytes = 14;

/** The frames of records that follow each other, in one piece. */
export function encodeFrames(records: readonly NewRecord[], firstCounter: number): Buffer {
  const keys = records.map(({ partitionKey }) => Buffer.from(partitionKey));
  const bytes = records.reduce((sum, { data }, at) => sum + frameHeadBytes + bodyHeadBytes + (keys[at]?.length ?? 0) + data.length, 0);
  const frames = Buffer.allocUnsafe(bytes);
  let start = 0;
  for (const [at, { data, arrivalMs }] of records.entries()) {
    const key = keys[at] ?? Buffer.alloc(0);
    const bodyStart = start + frameHeadBytes;
    frames.writeUIntBE(firstCounter + at, bodyStart, 6);
    frames.writeUIntBE(arrivalMs, bodyStart + 6, 6);
    frames.writeUInt16BE(key.length, bodyStart + 12);
    key.copy(frames, bodyStart + bodyHeadBytes);
    data.copy(frames, bodyStart + bodyHeadBytes + key.length);
    const end = bodyStart + bodyHeadBytes + key.length + data.length;
    frames.writeUInt32BE(end - bodyStart, start);
    frames.writeUInt32BE(crc32(frames.subarray(bodyStart, end)), start + 4);
    start = end;
  }
  return frames;
}

/** @returns how many bytes the frame at `start` takes; undefined where not even its head is there, or there is none */
export function frameBytes(bytes: Buffer, start: number): number | undefined {
  if (start + frameHeadBytes > bytes.length) return undefined;
  const length = bytes.readUInt32BE(start);
  // A file that a crash filled with zeros has "records" without a body.
  return length < bodyHeadBytes ? undefined : frameHeadBytes + length;
}

/** @returns the record whose frame starts there; undefined when it is not whole */
export function decodeFrame(bytes: Buffer, start: number): ShardRecord | undefined {
  const length = frameBytes(bytes, start);
  if (length === undefined || start + length > bytes.length) return undefined;
  const body = bytes.subarray(start + frameHeadBytes, start + length);
  if (crc32(body) !== bytes.readUInt32BE(start + 4)) return undefined;
  const dataStart = bodyHeadBytes + body.readUInt16BE(12);
  return {
    counter: body.readUIntBE(0, 6),
    arrivalMs: body.readUIntBE(6, 6),
    partitionKey: body.toString('utf8', bodyHeadBytes, dataStart),
    data: body.subarray(dataStart),
  };
}
