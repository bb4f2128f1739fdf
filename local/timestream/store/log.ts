/**
 * The store's log: every accepted request is in it, on disk, before its answer; replayed by open-store after a crash.
 *
 * It is a row of numbered segment files. Each moving of rows into DuckDB may start a new segment, and once DuckDB has
 * committed them the older segments are deleted, so nothing is ever rewritten.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { frameEntry } from './log-frame';
import { LogBroken, LogRefused } from './log-errors';
import { createSegment, dropSegment, syncFolder, type Segment } from './log-segment';

interface Waiting {
  readonly segment: Segment;
  readonly frame: Buffer | undefined;
  readonly undo: (() => void) | undefined;
  readonly resolve: () => void;
  readonly reject: (cause: Error) => void;
}

export class Log {
  #waiting: Waiting[] = [];
  #isCommitting = false;
  #broken: LogBroken | undefined;
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

  /**
   * Resolves once the entry, and all before it, are on disk. Without an entry it waits for those before.
   *
   * @param undo called when the entry is refused, before any other can be appended; of several, the last first
   * @throws LogRefused when the disk takes no more now; LogBroken when only a restart helps
   */
  append(entry?: Buffer, undo?: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { segment: this.current, frame: entry && frameEntry(entry), undo, resolve, reject };
      if (this.#broken) return refuse([waiting], this.#broken);
      this.#waiting.push(waiting);
      if (!this.#isCommitting) void this.#commit();
    });
  }

  /** Makes the file of the next segment; entries go to it after `startSegment`. */
  async prepareSegment(): Promise<() => void> {
    const segment = await createSegment(this.folder, this.number + 1);
    this.number += 1;
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
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const { segment } = first;
      const end = this.#waiting.findIndex((entry) => entry.segment !== segment);
      const round = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
      await this.#commitRound(segment, round);
    }
    this.#isCommitting = false;
  }

  async #commitRound(segment: Segment, round: readonly Waiting[]): Promise<void> {
    const frames = round.flatMap((entry) => entry.frame ?? []);
    if (this.#broken) return refuse(round, this.#broken);
    if (frames.length === 0) return accept(round);
    const bytes = Buffer.concat(frames);
    try {
      await writeAt(segment, bytes);
    } catch (cause) {
      return this.#giveBack(segment, round, cause);
    }
    try {
      await segment.handle.datasync();
    } catch (cause) {
      // The kernel may have dropped the pages it could not write, and reports that only once: nobody knows what is on disk,
      // and a second sync would lie. A restart reads what is.
      this.#broken = new LogBroken(segment.file, cause);
      return refuse(round, this.#broken);
    }
    segment.bytes += bytes.length;
    accept(round);
  }

  /**
   * After a failed write, as on a full disk: the file ends again where it is known to be whole, and the log goes on.
   * Those that wait are refused as well, since their entries may rely on what the refused ones define.
   */
  async #giveBack(segment: Segment, round: readonly Waiting[], cause: unknown): Promise<void> {
    const refused = [...round, ...this.#waiting.splice(0)];
    for (const { undo } of refused.toReversed()) undo?.();
    const problem = await segment.handle.truncate(segment.bytes).then(
      () => new LogRefused(segment.file, cause),
      (failed: unknown) => this.#broken = new LogBroken(segment.file, failed),
    );
    for (const { reject } of refused) reject(problem);
  }
}

/** Where the whole entries end, which is not always where the file does. */
async function writeAt({ handle, bytes: start }: Segment, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written, bytes.length - written, start + written)).bytesWritten;
  }
}

function accept(round: readonly Waiting[]): void {
  for (const { resolve } of round) resolve();
}

function refuse(round: readonly Waiting[], problem: Error): void {
  for (const { undo } of round.toReversed()) undo?.();
  for (const { reject } of round) reject(problem);
}
