/** Reads whole records out of a segment, some hundred kilobytes at a time; shard-log answers reads with them. */
import { open } from 'node:fs/promises';
import { decodeFrame, frameBytes, type ShardRecord } from './record-frame';
import type { Segment } from './segment';

export interface PlacedRecord {
  readonly record: ShardRecord;
  /** Where the next one starts. */
  readonly end: number;
}

const chunkBytes = 256 * 1024;

/**
 * Yields the records from a frame's start to the end of the segment, a chunk at a time.
 *
 * @throws Error naming the file, when a record in it is damaged
 */
export async function* readSegment({ file, bytes: segmentEnd }: Segment, from: number): AsyncGenerator<readonly PlacedRecord[]> {
  const handle = await open(file, 'r');
  try {
    let start = from;
    let wanted = chunkBytes;
    while (start < segmentEnd) {
      const length = Math.min(wanted, segmentEnd - start);
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, start);
      const { placed, used } = wholeRecords(buffer.subarray(0, bytesRead), start);
      wanted = chunkBytes;
      if (used === 0) {
        // A record larger than the chunk; the whole of it next time.
        wanted = frameBytes(buffer.subarray(0, bytesRead), 0) ?? 0;
        if (wanted <= length || start + wanted > segmentEnd) throw new Error(`${file} is damaged at byte ${start}`);
        continue;
      }
      start += used;
      yield placed;
    }
  } finally {
    await handle.close();
  }
}

function wholeRecords(chunk: Buffer, start: number): { readonly placed: readonly PlacedRecord[]; readonly used: number } {
  const placed: PlacedRecord[] = [];
  let used = 0;
  for (let record = decodeFrame(chunk, used); record !== undefined; record = decodeFrame(chunk, used)) {
    used += frameBytes(chunk, used) ?? 0;
    placed.push({ record, end: start + used });
  }
  return { placed, used };
}
