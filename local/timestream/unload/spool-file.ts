/** One result file while it grows, compressed or not, on the local disk; csv-files fills it, result-files sends it away. */
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export class SpoolFile {
  readonly path: string;
  readonly #file: WriteStream;
  /** What takes the text. */
  readonly #head: Writable;
  readonly #written: Promise<void>;
  #rowCount = 0;

  constructor(path: string, isCompressed: boolean) {
    this.path = path;
    this.#file = createWriteStream(path, { mode: 0o600 });
    const gzip = isCompressed ? createGzip() : undefined;
    this.#head = gzip ?? this.#file;
    this.#written = gzip === undefined ? finished(this.#file) : pipeline(gzip, this.#file);
    // Whoever writes on or closes hears of it.
    this.#written.catch(() => undefined);
  }

  /** Rows so far. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** Bytes on disk; once closed, those of the whole file. */
  get byteLength(): number {
    return this.#file.bytesWritten;
  }

  /** Resolves when there is room for more; rejects when the disk has none. */
  write(text: string, rows: number): Promise<void> {
    this.#rowCount += rows;
    return new Promise((resolve, reject) => {
      this.#head.write(text, (failure) => (failure ? reject(failure) : resolve()));
    });
  }

  /** Resolves when all of it is in the file. */
  async close(): Promise<void> {
    this.#head.end();
    await this.#written;
  }

  /** Lets go of the file, whatever is in it. */
  async abandon(): Promise<void> {
    this.#head.destroy();
    await this.#written.catch(() => undefined);
  }
}
