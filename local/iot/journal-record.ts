/** How the journal's records lie in its file: length, checksum, body; journal writes and replays them. */
import { crc32 } from 'node:zlib';
import type { Message } from './message';

export type JournalRecord =
  | { readonly kind: 'message'; readonly id: number; readonly message: Message }
  | { readonly kind: 'done'; readonly id: number };

const frameBytes = 8;
const headBytes = 9;
const lengthBytes = 4;
const kinds = { message: 1, done: 2 } as const;

/** Body of a message: kind, id, length of the members, members as JSON, payload as it came. */
export function encodeRecord(record: JournalRecord): Buffer {
  if (record.kind === 'done') return framed(frame(record, headBytes));
  const { payload, ...members } = record.message;
  const json = JSON.stringify(members);
  const jsonBytes = Buffer.byteLength(json);
  const bytes = frame(record, headBytes + lengthBytes + jsonBytes + payload.length);
  bytes.writeUInt32BE(jsonBytes, frameBytes + headBytes);
  bytes.write(json, frameBytes + headBytes + lengthBytes);
  payload.copy(bytes, bytes.length - payload.length);
  return framed(bytes);
}

/**
 * Reads records until the first one that is not whole, which a crash in the middle of a write leaves behind.
 * @returns the records and how many bytes they take; what follows is the torn tail
 */
export function decodeRecords(file: Buffer): { readonly records: readonly JournalRecord[]; readonly bytes: number } {
  const records: JournalRecord[] = [];
  let bytes = 0;
  for (;;) {
    const body = bodyAt(file, bytes);
    if (body === undefined) return { records, bytes };
    records.push(decodeBody(body));
    bytes += frameBytes + body.length;
  }
}

/**
 * Whether a whole record with a higher id stands somewhere behind: then what is not whole before it was damaged later on, and no
 * crash in the middle of the last write has torn it.
 */
export function hasRecordAfter(file: Buffer, offset: number, lastId: number): boolean {
  for (let start = offset + 1; start + frameBytes + headBytes <= file.length; start += 1) {
    const body = bodyAt(file, start);
    if (body !== undefined && Number(body.readBigUInt64BE(1)) > lastId) return true;
  }
  return false;
}

/** Room for the whole record, with the head of its body written; in one piece, because a broker makes thousands a second. */
function frame({ kind, id }: JournalRecord, bodyBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(frameBytes + bodyBytes);
  bytes.writeUInt8(kinds[kind], frameBytes);
  bytes.writeBigUInt64BE(BigInt(id), frameBytes + 1);
  return bytes;
}

/** Length and checksum, once the body is written. */
function framed(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(bytes.length - frameBytes);
  bytes.writeUInt32BE(crc32(bytes.subarray(frameBytes)), 4);
  return bytes;
}

/** A file that a crash filled with zeros has "records" without a body: the head's length tells them. */
function bodyAt(file: Buffer, offset: number): Buffer | undefined {
  if (offset + frameBytes > file.length) return undefined;
  const length = file.readUInt32BE(offset);
  const start = offset + frameBytes;
  if (length < headBytes || start + length > file.length) return undefined;
  const body = file.subarray(start, start + length);
  return crc32(body) === file.readUInt32BE(offset + 4) ? body : undefined;
}

function decodeBody(body: Buffer): JournalRecord {
  const id = Number(body.readBigUInt64BE(1));
  if (body.readUInt8() === kinds.done) return { kind: 'done', id };
  const jsonStart = headBytes + lengthBytes;
  const jsonEnd = jsonStart + body.readUInt32BE(headBytes);
  // The checksum says that these are the bytes encodeRecord wrote.
  const members = JSON.parse(body.toString('utf8', jsonStart, jsonEnd)) as Omit<Message, 'payload'>;
  return { kind: 'message', id, message: { ...members, payload: body.subarray(jsonEnd) } };
}
