/**
 * The store's log: every accepted request is in it, on disk, before its answer; replayed by open-store after a crash.
 *
 * It is a row of numbered segment files. Each moving of rows into DuckDB may start a new segment, and once DuckDB has
 * committed them the older segments are deleted, so nothing is ever rewritten.
 */
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../message-of';
import { frameEntry } from './log-frame';

interface Segment {
  readonly file: string;
  readonly handle: FileHandle;
  bytes: number;
}

interface Waiting {
  readonly segment: Segment;
  readonly frame: Buffer | undefined;
  readonly resolve: () => void;
  readonly reject: (cause: Error) => void;
}

export class Log {
  #waiting: Waiting[] = [];
  #isCommitting = false;
  #broken: Error | undefined;
  #older: Segment[] = [];

  private constructor(private readonly folder: string, private number: number, private current: Segment) {}

  /** @param number of the first segment to write, above those that exist */
  static async open(folder: string, number: number): Promise<Log> {
    await mkdir(folder, { recursive: true });
    await syncFolder(dirname(folder));
    return new Log(folder, number, await createSegment(folder, number));
  }

  /** Bytes that a restart would have to replay. */
  get bytes(): number {
    return this.#older.reduce((sum, segment) => sum + segment.bytes, this.current.bytes);
  }

  /** Resolves once the entry, and all before it, are on disk. Without an entry it waits for those before. */
  append(entry?: Buffer): Promise<void> {
    if (this.#broken) return Promise.reject(this.#broken);
    const segment = this.current;
    const frame = entry && frameEntry(entry);
    segment.bytes += frame?.length ?? 0;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ segment, frame, resolve, reject });
      if (!this.#isCommitting) void this.#commit();
    });
  }

  /** Makes the file of the next segment; entries go to it after `startSegment`. */
  async prepareSegment(): Promise<() => void> {
    this.number += 1;
    const segment = await createSegment(this.folder, this.number);
    return () => {
      this.#older.push(this.current);
      this.current = segment;
    };
  }

  /** Deletes the segments before the current one: all they hold is in DuckDB. */
  async dropOlderSegments(): Promise<void> {
    const older = this.#older;
    this.#older = [];
    // Until here requests may still be writing to them; one that failed was told so.
    await this.append().catch(() => undefined);
    for (const segment of older) await dropSegment(segment);
  }

  /** @param keep false deletes the files: all they hold is in DuckDB */
  async close(keep: boolean): Promise<void> {
    await this.append().catch(() => undefined);
    for (const segment of [...this.#older, this.current]) await (keep ? segment.handle.close() : dropSegment(segment));
  }

  /** One write and one fdatasync for all that wait; those that come meanwhile are the next round. */
  async #commit(): Promise<void> {
    this.#isCommitting = true;
    for (let first = this.#waiting[0]; first && !this.#broken; first = this.#waiting[0]) {
      const { segment } = first;
      const end = this.#waiting.findIndex((entry) => entry.segment !== segment);
      const round = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
      try {
        const frames = round.flatMap((entry) => entry.frame ?? []);
        if (frames.length > 0) {
          await segment.handle.writeFile(Buffer.concat(frames));
          await segment.handle.datasync();
        }
        for (const entry of round) entry.resolve();
      } catch (cause) {
        this.#break(cause, round);
      }
    }
    this.#isCommitting = false;
  }

  /** After a failed write or sync nobody knows what the file holds: refuse everything until a restart reads it again. */
  #break(cause: unknown, round: readonly Waiting[]): void {
    this.#broken = new Error(`The log ${this.current.file} cannot be written: ${messageOf(cause)}`, { cause });
    for (const entry of [...round, ...this.#waiting.splice(0)]) entry.reject(this.#broken);
  }
}

async function createSegment(folder: string, number: number): Promise<Segment> {
  const file = join(folder, segmentName(number));
  const handle = await open(file, 'wx');
  await syncFolder(folder);
  return { file, handle, bytes: 0 };
}

/** The name of a new file must survive a power loss like its bytes do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function dropSegment(segment: Segment): Promise<void> {
  await segment.handle.close();
  await unlink(segment.file);
}

/** Zero-padded, so that the order of names is the order of writing. */
function segmentName(number: number): string {
  return `${String(number).padStart(12, '0')}.log`;
}
