/**
 * The records of one shard on disk: appended before a put is answered, read from any place, deleted by age; shard stands on it.
 *
 * Segment files follow each other. One write and one fdatasync serve all puts that wait; counters are given out in the order
 * of the disk and without gaps, and what is not synced is not read, so that a crash takes away only what nobody has seen.
 */
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { KinesisError } from '../kinesis-error';
import { openSegments } from './open-segments';
import { type PlacedRecord, readSegment } from './read-segment';
import { encodeFrames, type NewRecord, type ShardRecord } from './record-frame';
import { createSegment, type Segment, segmentHeadBytes, writeWhole } from './segment';

export interface ShardRead {
  /** The counter before the first one wanted; 0 from the start. */
  readonly after: number;
  /** Older records are passed over until there is one that is not. */
  readonly notBeforeMs: number;
  readonly limit: number;
  /** Of data and keys; one record is read in any case. */
  readonly bytes: number;
}

interface WaitingPut {
  readonly records: readonly NewRecord[];
  readonly stored: (firstCounter: number) => void;
  readonly failed: (error: Error) => void;
}

/** Large enough that files are few, small enough that age frees the disk bit by bit. */
const segmentBytes = 8 * 1024 * 1024;
const segmentMs = 3_600_000;

/** Readers go on where they stopped: so many of those places are known without searching their segment. */
const knownPlaces = 64;

export class ShardLog {
  #waiting: WaitingPut[] = [];
  #committing: Promise<void> | undefined;
  #handle: FileHandle | undefined;
  #broken: KinesisError | undefined;
  #firstArrivalMs: number;
  readonly #places = new Map<number, { readonly segment: Segment; readonly start: number }>();

  private constructor(private readonly folder: string, private readonly segments: Segment[], private last: number, private latestArrivalMs: number, private readonly warn: (line: string) => void) {
    this.#firstArrivalMs = latestArrivalMs;
  }

  /** @throws Error naming a file that is damaged or of a newer version */
  static async open(folder: string, warn: (line: string) => void): Promise<ShardLog> {
    const { segments, lastCounter, latestArrivalMs } = await openSegments(folder, warn);
    return new ShardLog(folder, segments, lastCounter, latestArrivalMs, warn);
  }

  /** Of the last record that is on disk; 0 before the first. */
  get lastCounter(): number {
    return this.last;
  }

  /**
   * Resolves with the counter of the first record once all are on disk.
   * @throws KinesisError InternalFailureException when the disk does not take them
   */
  append(records: readonly NewRecord[]): Promise<number> {
    return new Promise((stored, failed) => {
      this.#waiting.push({ records, stored, failed });
      this.#committing ??= this.#commit();
    });
  }

  /** @throws Error naming a file that is damaged */
  async read({ after, notBeforeMs, limit, bytes }: ShardRead): Promise<readonly ShardRecord[]> {
    const last = this.last;
    const records: ShardRecord[] = [];
    if (after >= last) return records;
    let size = 0;
    for await (const { record, segment, end } of this.#recordsAfter(after, notBeforeMs)) {
      size += record.data.length + Buffer.byteLength(record.partitionKey);
      if (records.length > 0 && size > bytes) break;
      records.push(record);
      if (records.length < limit && record.counter < last) continue;
      this.#remember(record.counter, segment, end);
      break;
    }
    return records;
  }

  /** Deletes the segments whose records are all older; one that is being read stays until that ends. */
  async dropBefore(cutoffMs: number): Promise<void> {
    for (let next = this.segments[1]; next !== undefined && next.latestArrivalBefore < cutoffMs; next = this.segments[1]) {
      const [expired] = this.segments.splice(0, 1);
      if (expired !== undefined) await unlink(expired.file);
    }
  }

  async close(): Promise<void> {
    this.#broken ??= new KinesisError('InternalFailureException', 'The stream is closed.');
    await this.#committing;
    await this.#handle?.close();
  }

  async* #recordsAfter(after: number, notBeforeMs: number): AsyncGenerator<PlacedRecord & { readonly segment: Segment }> {
    let isFresh = false;
    for (const { segment, start } of this.#from(after, notBeforeMs)) {
      if (!this.segments.includes(segment)) continue; // expired while the one before was read
      for await (const chunk of readSegment(segment, start)) {
        for (const placed of chunk) {
          if (placed.record.counter <= after) continue;
          isFresh ||= placed.record.arrivalMs >= notBeforeMs;
          if (isFresh) yield { ...placed, segment };
        }
      }
    }
  }

  /** The segments to read for what follows `after`, with where to start in each. */
  #from(after: number, notBeforeMs: number): readonly { readonly segment: Segment; readonly start: number }[] {
    const known = this.#places.get(after);
    // A segment is done with when the next one begins at or below what is wanted, or when all before that one has expired.
    const first = this.segments.findIndex((_, at) => {
      const next = this.segments[at + 1];
      return next === undefined || (next.firstCounter > after + 1 && next.latestArrivalBefore >= notBeforeMs);
    });
    return this.segments.slice(Math.max(first, 0)).map((segment) => ({ segment, start: known?.segment === segment ? known.start : segmentHeadBytes }));
  }

  #remember(counter: number, segment: Segment, start: number): void {
    this.#places.delete(counter);
    this.#places.set(counter, { segment, start });
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= knownPlaces) break;
      this.#places.delete(oldest);
    }
  }

  async #commit(): Promise<void> {
    while (this.#waiting.length > 0) {
      const round = this.#waiting;
      this.#waiting = [];
      try {
        await this.#commitRound(round);
      } catch (cause) {
        const error = cause instanceof KinesisError ? cause : new KinesisError('InternalFailureException', 'The record could not be stored on the disk of the data folder.');
        if (error !== cause) this.warn(`records cannot be stored in ${this.folder}: ${String(cause)}`);
        for (const { failed } of round) failed(error);
      }
    }
    // Here and not in a later callback: a put that comes in between would wait for ever.
    this.#committing = undefined;
  }

  async #commitRound(round: readonly WaitingPut[]): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    const records = round.flatMap((put) => put.records);
    const arrivalMs = records[0]?.arrivalMs ?? 0;
    const { segment, handle } = await this.#currentSegment(arrivalMs);
    const frames = encodeFrames(records, this.last + 1);
    try {
      await writeWhole(handle, frames, segment.bytes);
    } catch (cause) {
      // As on a full disk. What is there of the frames must not lie behind shorter ones that come next.
      await handle.truncate(segment.bytes).catch(() => { this.#broken = mustRestart(); });
      throw cause;
    }
    try {
      await handle.datasync();
    } catch (cause) {
      // The kernel reports pages it could not write only once: nobody knows what is on disk until a restart reads it.
      this.#broken = mustRestart();
      throw cause;
    }
    let counter = this.last + 1;
    segment.bytes += frames.length;
    this.last += records.length;
    for (const record of records) this.latestArrivalMs = Math.max(this.latestArrivalMs, record.arrivalMs);
    for (const put of round) {
      put.stored(counter);
      counter += put.records.length;
    }
  }

  /** The last segment, or the one after it when that has had enough. */
  async #currentSegment(arrivalMs: number): Promise<{ readonly segment: Segment; readonly handle: FileHandle }> {
    const current = this.segments.at(-1);
    const isEmpty = current?.firstCounter === this.last + 1;
    const isFull = current === undefined || (!isEmpty && (current.bytes >= segmentBytes || arrivalMs - this.#firstArrivalMs >= segmentMs));
    if (!isFull) {
      this.#handle ??= await open(current.file, 'r+');
      if (isEmpty) this.#firstArrivalMs = arrivalMs;
      return { segment: current, handle: this.#handle };
    }
    const { segment, handle } = await createSegment(this.folder, this.last + 1, this.latestArrivalMs);
    await this.#handle?.close();
    this.#handle = handle;
    this.#firstArrivalMs = arrivalMs;
    this.segments.push(segment);
    return { segment, handle };
  }
}

function mustRestart(): KinesisError {
  return new KinesisError('InternalFailureException', 'The stream cannot be written any more: the server must be restarted.');
}
