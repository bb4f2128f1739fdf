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
