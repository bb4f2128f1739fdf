/** One file of the log; made, written and dropped by log. */
import type { FileHandle } from 'node:fs/promises';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

export interface Segment {
  readonly file: string;
  readonly handle: FileHandle;
  /** Those of whole entries that are on disk. */
  bytes: number;
}

export async function createSegment(folder: string, number: number): Promise<Segment> {
  const file = join(folder, segmentName(number));
  const handle = await open(file, 'wx');
  await syncFolder(folder);
  return { file, handle, bytes: 0 };
}

/** The name of a new file must survive a power loss like its bytes do. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

export async function dropSegment(segment: Segment): Promise<void> {
  await segment.handle.close();
  await unlink(segment.file);
}

/** Zero-padded, so that the order of names is the order of writing. */
function segmentName(number: number): string {
  return `${String(number).padStart(12, '0')}.log`;
}
