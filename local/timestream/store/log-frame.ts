/** How one entry stands in a log file: length, checksum, bytes; so that a torn end is recognised by read-log. */
import { crc32 } from 'node:zlib';

const headerBytes = 8;

export function frameEntry(entry: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(entry.length, 0);
  header.writeUInt32LE(crc32(entry), 4);
  return Buffer.concat([header, entry]);
}

/** The whole entries at the start of `bytes`, and how many bytes they take. */
export function unframeEntries(bytes: Buffer): { readonly entries: readonly Buffer[]; readonly wholeBytes: number } {
  const entries: Buffer[] = [];
  let at = 0;
  while (at + headerBytes <= bytes.length) {
    const start = at + headerBytes;
    const end = start + bytes.readUInt32LE(at);
    // No entry is empty: a length of zero is a file that grew before its bytes arrived.
    if (end === start || end > bytes.length) break;
    const entry = bytes.subarray(start, end);
    if (crc32(entry) !== bytes.readUInt32LE(at + 4)) break;
    entries.push(entry);
    at = end;
  }
  return { entries, wholeBytes: at };
}

/** More checksums than this are not tried: bytes that look like lengths by chance could take hours. */
const maxBytesTried = 1024 ** 3;

/** Whether a whole entry stands anywhere after `from`: then the bytes between are no torn end. */
export function hasEntryAfter(bytes: Buffer, from: number): boolean {
  let tried = 0;
  for (let at = from + 1; at + headerBytes < bytes.length && tried < maxBytesTried; at += 1) {
    const start = at + headerBytes;
    const end = start + bytes.readUInt32LE(at);
    if (end === start || end > bytes.length) continue;
    if (crc32(bytes.subarray(start, end)) === bytes.readUInt32LE(at + 4)) return true;
    tried += end - start;
  }
  return false;
}
