/** How the journal's records lie in its file: length, checksum, body; journal writes and replays them. */
import { crc32 } from 'node:zlib';
import type { Message } from './message';

export type JournalRecord =
  | { readonly kind: 'message'; readonly id: number; readonly message: Message }
  | { readonly kind: 'done'; readonly id: number };

const frameBytes = 8;
const headBytes = 9;
const kinds = { message: 1, done: 2 } as const;

/** Body of a message: kind, id, length of the members, members as JSON, payload as it came. */
export function encodeRecord(record: JournalRecord): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kinds[record.kind]);
  head.writeBigUInt64BE(BigInt(record.id), 1);
  if (record.kind === 'done') return framed(head);
  const { payload, ...members } = record.message;
  const json = Buffer.from(JSON.stringify(members));
  const jsonLength = Buffer.alloc(4);
  jsonLength.writeUInt32BE(json.length);
  return framed(Buffer.concat([head, jsonLength, json, payload]));
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

function framed(body: Buffer): Buffer {
  const frame = Buffer.alloc(frameBytes);
  frame.writeUInt32BE(body.length);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame, body]);
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
  const jsonStart = headBytes + 4;
  const jsonEnd = jsonStart + body.readUInt32BE(headBytes);
  // The checksum says that these are the bytes encodeRecord wrote.
  const members = JSON.parse(body.toString('utf8', jsonStart, jsonEnd)) as Omit<Message, 'payload'>;
  return { kind: 'message', id, message: { ...members, payload: body.subarray(jsonEnd) } };
}
