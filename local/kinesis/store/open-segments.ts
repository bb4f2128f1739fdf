/** What a shard's folder holds after a stop or a crash: its segments, and where the last whole record ends; shard-log starts from it. */
import { mkdir, open, readdir, readFile, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFrame, frameBytes, frameHeadBytes } from './record-frame';
import { firstCounterOf, readSegmentHead, type Segment, segmentHeadBytes } from './segment';

export interface FoundSegments {
  /** Oldest first. */
  readonly segments: Segment[];
  /** 0 before the first record. */
  readonly lastCounter: number;
  readonly latestArrivalMs: number;
}

/** A length by chance in the bytes of a record is told from a frame by the counter behind it. */
const countersAhead = 1_000_000;

/**
 * Cuts a torn end off: it belongs to requests that were never answered.
 *
 * @throws Error naming the file whose bytes are damaged before whole records, or that is of a newer version
 */
export async function openSegments(folder: string, warn: (line: string) => void): Promise<FoundSegments> {
  await mkdir(folder, { recursive: true });
  const found = (await readdir(folder)).flatMap((name) => {
    const firstCounter = firstCounterOf(name);
    return firstCounter === undefined ? [] : [{ file: join(folder, name), firstCounter }];
  }).sort((a, b) => a.firstCounter - b.firstCounter);
  const segments: Segment[] = [];
  for (const [at, { file, firstCounter }] of found.entries()) {
    const isLast = at === found.length - 1;
    const { head, bytes } = await readHead(file);
    if (head !== undefined) segments.push({ file, firstCounter, bytes, ...head });
    else if (isLast) await unlink(file); // the crash came while it was made
    else throw new Error(`${file} is damaged: it does not begin as a segment`);
  }
  const last = segments.at(-1);
  return last === undefined ? { segments, lastCounter: 0, latestArrivalMs: 0 } : { segments, ...await checkEnd(last, warn) };
}

async function readHead(file: string): Promise<{ readonly head: ReturnType<typeof readSegmentHead>; readonly bytes: number }> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(segmentHeadBytes), 0, segmentHeadBytes, 0);
    return { head: readSegmentHead(file, buffer.subarray(0, bytesRead)), bytes: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}

/** Only the last segment can be torn: a new one is begun after the one before was synced. */
async function checkEnd(segment: Segment, warn: (line: string) => void): Promise<Omit<FoundSegments, 'segments'>> {
  const bytes = await readFile(segment.file);
  let end = segmentHeadBytes;
  let lastCounter = segment.firstCounter - 1;
  let latestArrivalMs = segment.latestArrivalBefore;
  for (let record = decodeFrame(bytes, end); record !== undefined; record = decodeFrame(bytes, end)) {
    lastCounter = record.counter;
    latestArrivalMs = Math.max(latestArrivalMs, record.arrivalMs);
    end += frameBytes(bytes, end) ?? 0;
  }
  if (end < bytes.length) {
    if (hasRecordAfter(bytes, end, lastCounter)) throw new Error(`${segment.file} is damaged at byte ${end}, before whole records; nothing of it was changed`);
    warn(`${segment.file}: ${bytes.length - end} bytes of a put that was never answered are cut off`);
    await truncate(segment.file, end);
  }
  segment.bytes = end;
  return { lastCounter, latestArrivalMs };
}

function hasRecordAfter(bytes: Buffer, from: number, lastCounter: number): boolean {
  for (let at = from + 1; at + frameHeadBytes + 6 <= bytes.length; at += 1) {
    const counter = bytes.readUIntBE(at + frameHeadBytes, 6);
    if (counter > lastCounter && counter < lastCounter + countersAhead && decodeFrame(bytes, at) !== undefined) return true;
  }
  return false;
}
