/** One file of a shard: a header, then frames of records; made by shard-log, found again by open-segments. */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

export interface Segment {
  readonly file: string;
  /** The counter of its first record, also while it has none. */
  readonly firstCounter: number;
  /** The latest arrival of all records before it: once that has expired, so have all segments before. */
  readonly latestArrivalBefore: number;
  /** Its header and the whole records that are on disk. */
  bytes: number;
}

/** Raised when the layout of header or frames changes. */
const format = 1;
const magic = 'TGKS';

/** The magic, a checksum of the rest, the format, the latest arrival before. */
export const segmentHeadBytes = 16;

/** @returns the segment with its file open for writing, both durable */
export async function createSegment(folder: string, firstCounter: number, latestArrivalBefore: number): Promise<{ readonly segment: Segment; readonly handle: FileHandle }> {
  const file = join(folder, segmentName(firstCounter));
  // One that is there already is left of a creation that failed: no record has ever been in it.
  const handle = await open(file, 'w+');
  try {
    await writeWhole(handle, segmentHead(latestArrivalBefore), 0);
    await handle.datasync();
    await syncFolder(folder);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { segment: { file, firstCounter, latestArrivalBefore, bytes: segmentHeadBytes }, handle };
}

/**
 * @returns undefined for a header that is not whole
 * @throws Error naming the file, for one of a later version
 */
export function readSegmentHead(file: string, bytes: Buffer): { readonly latestArrivalBefore: number } | undefined {
  if (bytes.length < segmentHeadBytes || bytes.toString('latin1', 0, 4) !== magic || crc32(bytes.subarray(8, segmentHeadBytes)) !== bytes.readUInt32BE(4)) return undefined;
  const found = bytes.readUInt16BE(8);
  if (found !== format) throw new Error(`${file} has format ${found}, which a newer Tidegauge wrote; this one knows ${format}`);
  return { latestArrivalBefore: bytes.readUIntBE(10, 6) };
}

/** The name of a new file must survive a power loss like its bytes do. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeWhole(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}

/** Zero-padded, so that the order of names is the order of records. */
function segmentName(firstCounter: number): string {
  return `${String(firstCounter).padStart(16, '0')}.segment`;
}

/** @returns undefined for another file */
export function firstCounterOf(name: string): number | undefined {
  const [, digits] = /^(\d{16})\.segment$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function segmentHead(latestArrivalBefore: number): Buffer {
  const head = Buffer.alloc(segmentHeadBytes);
  head.write(magic, 'latin1');
  head.writeUInt16BE(format, 8);
  head.writeUIntBE(latestArrivalBefore, 10, 6);
  head.writeUInt32BE(crc32(head.subarray(8)), 4);
  return head;
}
