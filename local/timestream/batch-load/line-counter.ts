/** Says on which line of a file a byte lies, for bytes in ascending order, while the file streams by; used by csv-rows. */

const newline = 0x0a;

export class LineCounter {
  /** What has streamed by and is not counted to its end. */
  readonly #chunks: Buffer[] = [];
  /** Where the first of the chunks begins. */
  #chunkStart: number;
  #counted: number;
  #lines: number;
  /** Whether the last byte counted ends a line. */
  #isLineEnded = true;

  /** @param lines that end before the byte */
  constructor({ byte, line }: { readonly byte: number; readonly line: number }) {
    this.#chunkStart = byte;
    this.#counted = byte;
    this.#lines = line;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  /** @returns how many lines begin before the byte, which must have streamed by */
  linesBefore(byte: number): number {
    while (this.#counted < byte) {
      const chunk = this.#chunks[0];
      if (!chunk) throw new Error(`byte ${byte} has not streamed by`);
      const until = Math.min(byte - this.#chunkStart, chunk.length);
      for (let at = chunk.indexOf(newline, this.#counted - this.#chunkStart); at !== -1 && at < until; at = chunk.indexOf(newline, at + 1)) this.#lines += 1;
      this.#isLineEnded = chunk[until - 1] === newline;
      this.#counted = this.#chunkStart + until;
      if (until === chunk.length) this.#dropChunk(chunk);
    }
    return this.#isLineEnded ? this.#lines : this.#lines + 1;
  }

  /** Counts all that has streamed by. */
  lines(): number {
    return this.linesBefore(this.#chunks.reduce((end, chunk) => end + chunk.length, this.#chunkStart));
  }

  #dropChunk({ length }: Buffer): void {
    this.#chunks.shift();
    this.#chunkStart += length;
  }
}
