/** Unwraps `aws-chunked` bodies: sized chunks, then trailers such as a checksum; put-object reads through it. */
import { S3Error } from './s3-error';

/** Longer than any chunk header or trailer that a client writes. */
const maxLineBytes = 4096;

/**
 * Yields the content and fills `trailers` at its end. Chunk signatures are passed over: nothing here is secret.
 * @throws S3Error IncompleteBody when the wrapping is broken or ends early
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  for (let size = chunkSize(await reader.line()); size > 0; size = chunkSize(await reader.line())) {
    yield* reader.take(size);
    if ((await reader.line()) !== '') throw brokenBody();
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const separator = line.indexOf(':');
    if (separator === -1) throw brokenBody();
    trailers.set(line.slice(0, separator).trim().toLowerCase(), line.slice(separator + 1).trim());
  }
}

function chunkSize(line: string): number {
  const size = /^([0-9a-fA-F]{1,8})(;|$)/.exec(line)?.[1];
  if (size === undefined) throw brokenBody();
  return Number.parseInt(size, 16);
}

function brokenBody(): S3Error {
  return new S3Error('IncompleteBody', 'The request body is not valid aws-chunked content, or ended early');
}

class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #pending = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to CRLF, without it. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#pending.indexOf('\r\n');
      if (end !== -1) {
        const line = this.#pending.toString('latin1', 0, end);
        this.#pending = this.#pending.subarray(end + 2);
        return line;
      }
      if (this.#pending.length > maxLineBytes) throw brokenBody();
      this.#pending = Buffer.concat([this.#pending, await this.#read()]);
    }
  }

  async *take(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      if (this.#pending.length === 0) this.#pending = await this.#read();
      const piece = this.#pending.subarray(0, left);
      this.#pending = this.#pending.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async #read(): Promise<Buffer<ArrayBuffer>> {
    const { done, value } = await this.#source.next();
    if (done === true) throw brokenBody();
    return Buffer.from(value);
  }
}
