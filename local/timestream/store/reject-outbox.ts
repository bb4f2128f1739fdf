/**
 * Reject reports on their way to their buckets: on disk before the request that made them is answered, uploaded behind the
 * answer, forgotten once they are there; filled by write-records and delayed-records.
 *
 * A report keeps its key, so uploading it twice, as after a crash, is harmless. Each bucket has its own queue: one that cannot
 * be reached holds up no other.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Buckets } from '../buckets/buckets';
import { BucketError } from '../buckets/buckets';
import { messageOf } from '../message-of';
import type { DroppedRecord, RejectReport } from '../records/reject-report';
import { rejectReport } from '../records/reject-report';
import type { OneAtATime } from './one-at-a-time';
import type { Table } from './table';
import type { WaitingReport } from './waiting-reports';
import { deleteReport, putReport, readReport, waitingReports } from './waiting-reports';

const firstPauseMs = 500;
const longestPauseMs = 60_000;
/** How long a stop waits for uploads; what is left goes out after the next start. */
const closeGraceMs = 3000;
/** Of reports that wait for their buckets. Beyond it they are dropped: a wrong location must not fill the disk. */
const maxWaitingBytes = 64 * 1024 * 1024;

export interface OutboxParts {
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly oneAtATime: OneAtATime;
  readonly buckets: Buckets;
  readonly nowNs: () => bigint;
  /** Hears of every record that is dropped, reported or not. */
  readonly countDropped: (records: number) => void;
  readonly warn: (line: string) => void;
}

export class RejectOutbox {
  readonly #parts: OutboxParts;
  /** By bucket, oldest first; a bucket that is here is being uploaded to. */
  readonly #queues = new Map<string, WaitingReport[]>();
  readonly #uploads = new Set<Promise<void>>();
  #waitingBytes = 0;
  /** What has been warned of already. */
  readonly #warned = new Set<string>();
  readonly #closing = new AbortController();
  #isClosed = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Takes up what an earlier run left. */
  async resume(): Promise<void> {
    for (const report of await waitingReports(this.#parts.connection)) this.#enqueue(report);
  }

  /** Resolves once the report on the records is on disk; where the table has no place for it, at once. */
  async report(table: Table, dropped: readonly DroppedRecord[]): Promise<void> {
    const report = this.reportOn(table, dropped);
    if (report === undefined) return;
    const { connection, oneAtATime } = this.#parts;
    await oneAtATime(() => putReport(connection, report));
    this.send(report);
  }

  /**
   * For a caller that has a transaction to keep it in, and calls `send` after that.
   *
   * @returns undefined when there is nothing to report, or nowhere to report it
   */
  reportOn({ definition }: Table, dropped: readonly DroppedRecord[]): RejectReport | undefined {
    if (dropped.length === 0) return undefined;
    this.#parts.countDropped(dropped.length);
    const source = `${definition.databaseName}.${definition.tableName}`;
    const location = definition.magneticStoreWrites.rejectedDataLocation;
    if (location === undefined) {
      this.#warnOnce(`${source} dropped late records for their versions; it has no MagneticStoreRejectedDataLocation to report them to`);
      return undefined;
    }
    if (this.#waitingBytes >= maxWaitingBytes) {
      this.#warnOnce(`${maxWaitingBytes} bytes of reject reports wait for their buckets: more are dropped until some are there`);
      return undefined;
    }
    return rejectReport(definition, location, dropped, this.#parts.nowNs());
  }

  /** Starts to upload a report that is on disk. */
  send({ id, source, bucket, body }: RejectReport): void {
    this.#enqueue({ id, source, bucket, bytes: Buffer.byteLength(body) });
  }

  /** Tries everything once more, within a few seconds; what is left stays on disk. */
  async close(): Promise<void> {
    this.#closing.abort();
    const grace = new AbortController();
    await Promise.race([Promise.all(this.#uploads), delay(closeGraceMs, undefined, { signal: grace.signal }).catch(() => undefined)]);
    grace.abort();
    this.#isClosed = true;
    const left = [...this.#queues.values()].reduce((sum, { length }) => sum + length, 0);
    if (left > 0) this.#parts.warn(`reject reports that could not be uploaded yet: ${left}`);
  }

  #enqueue(report: WaitingReport): void {
    this.#waitingBytes += report.bytes;
    const queue = this.#queues.get(report.bucket);
    if (queue) {
      queue.push(report);
      return;
    }
    const upload = this.#uploadTo(report.bucket, [report]);
    this.#uploads.add(upload);
    void upload.then(() => this.#uploads.delete(upload));
  }

  async #uploadTo(bucket: string, queue: WaitingReport[]): Promise<void> {
    this.#queues.set(bucket, queue);
    let failures = 0;
    for (let report = queue[0]; report && !this.#isClosed; report = queue[0]) {
      try {
        await this.#upload(report);
        queue.shift();
        this.#waitingBytes -= report.bytes;
        failures = 0;
      } catch (cause) {
        if (failures === 0 && !this.#isClosed) this.#parts.warn(whyWaiting(report, cause));
        if (this.#closing.signal.aborted) return;
        // Cut short when the server stops, for a last attempt.
        await delay(Math.min(firstPauseMs * 2 ** failures, longestPauseMs), undefined, { signal: this.#closing.signal }).catch(() => undefined);
        failures += 1;
      }
    }
    if (queue.length === 0) this.#queues.delete(bucket);
  }

  async #upload({ id, bucket }: WaitingReport): Promise<void> {
    const { connection, buckets } = this.#parts;
    const { key, body } = await this.#onDisk(() => readReport(connection, id));
    await buckets.put(bucket, key, body, 'application/json');
    await this.#onDisk(() => deleteReport(connection, id));
  }

  #onDisk<T>(work: () => Promise<T>): Promise<T> {
    return this.#parts.oneAtATime(() => {
      // A stop that has waited long enough takes the connection away.
      if (this.#isClosed) throw new Error('The server has stopped');
      return work();
    });
  }

  #warnOnce(line: string): void {
    if (!this.#warned.has(line)) this.#parts.warn(line);
    this.#warned.add(line);
  }
}

/** A wrong or missing bucket is the user's, and may yet be made. */
function whyWaiting({ source, bucket }: WaitingReport, cause: unknown): string {
  const why = cause instanceof BucketError && cause.kind === 'no-such-bucket' ? 'there is no such bucket' : messageOf(cause);
  return `reject reports of ${source} wait for the bucket ${bucket}: ${why}`;
}
