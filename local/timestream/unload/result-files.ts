/** The finished files of an UNLOAD on their way into the bucket, and the list of those that arrived, for the manifest. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Buckets } from '../buckets/buckets';
import { inServiceWords } from './bucket-failure';
import type { Destination } from './destination';
import type { UnloadPlan } from './plan-unload';

/** A file in the bucket. */
export interface ResultFile {
  readonly key: string;
  readonly bytes: number;
  readonly rows: number;
}

interface Place {
  readonly destination: Destination;
  readonly buckets: Buckets;
  readonly queryId: string;
  /** For files on their way. */
  readonly folder: string;
  /** Its reason ends the query. */
  readonly signal: AbortSignal;
}

export class ResultFiles {
  readonly files: ResultFile[] = [];
  readonly #place: Place;
  readonly #kind: { readonly extension: string; readonly contentType: string };

  constructor(place: Place, plan: UnloadPlan) {
    this.#place = place;
    this.#kind = kindOf(plan);
  }

  get rowCount(): number {
    return this.files.reduce((sum, { rows }) => sum + rows, 0);
  }

  get byteLength(): number {
    return this.files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** A path for the next file on the local disk. */
  nextPath(): string {
    return join(this.#place.folder, `${randomUUID()}.${this.#kind.extension}`);
  }

  /**
   * Moves a file into the bucket.
   *
   * @param partition the folder of its partition, ending with a slash, or nothing
   */
  async send(partition: string, file: { readonly path: string; readonly byteLength: number; readonly rowCount: number }): Promise<void> {
    const { destination, buckets, queryId, signal } = this.#place;
    signal.throwIfAborted();
    const key = `${destination.prefix}/results/${partition}${queryId}_${randomUUID()}.${this.#kind.extension}`;
    await inServiceWords(destination, () => buckets.put(destination.bucket, key, { file: file.path, bytes: file.byteLength }, this.#kind.contentType, signal));
    this.files.push({ key, bytes: file.byteLength, rows: file.rowCount });
    await rm(file.path);
  }
}

/** Parquet is compressed on the inside. */
function kindOf({ csv, isCompressed }: UnloadPlan): { extension: string; contentType: string } {
  if (csv === undefined) return { extension: 'parquet', contentType: 'application/vnd.apache.parquet' };
  return isCompressed ? { extension: 'gz', contentType: 'application/gzip' } : { extension: 'csv', contentType: 'text/csv' };
}
