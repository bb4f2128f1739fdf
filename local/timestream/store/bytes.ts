/** Numbers and texts to bytes and back, little-endian; used by log-rows. */

/** The most bytes that one UTF-16 unit becomes in UTF-8. */
const mostBytesPerUnit = 3;
const wideBytes = 8;

export class ByteWriter {
  #bytes = Buffer.alloc(64 * 1024);
  #view = viewOf(this.#bytes);
  #length = 0;

  uint8(value: number): void {
    const at = this.#place(1);
    this.#view.setUint8(at, value);
  }

  uint32(value: number): void {
    const at = this.#place(4);
    this.#view.setUint32(at, value, true);
  }

  int64(value: bigint): void {
    const at = this.#place(wideBytes);
    this.#view.setBigInt64(at, value, true);
  }

  double(value: number): void {
    const at = this.#place(wideBytes);
    this.#view.setFloat64(at, value, true);
  }

  /** Its length goes before it. */
  text(value: string): void {
    const lengthAt = this.#place(4);
    this.#reserve(value.length * mostBytesPerUnit);
    const length = this.#bytes.write(value, this.#length);
    this.#view.setUint32(lengthAt, length, true);
    this.#length += length;
  }

  /** Forgets what was written, also of an attempt that failed. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written since it was cleared, as a copy. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  /** Taken before the view, which a reservation may replace. */
  #place(bytes: number): number {
    this.#reserve(bytes);
    const at = this.#length;
    this.#length += bytes;
    return at;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = Buffer.alloc(2 * (this.#length + bytes));
    this.#bytes.copy(grown);
    this.#bytes = grown;
    this.#view = viewOf(grown);
  }
}

export class ByteReader {
  readonly #view: DataView;
  #at = 0;

  constructor(private readonly bytes: Buffer) {
    this.#view = viewOf(bytes);
  }

  get isAtEnd(): boolean {
    return this.#at === this.bytes.length;
  }

  uint8(): number {
    return this.#view.getUint8(this.#pass(1));
  }

  uint32(): number {
    return this.#view.getUint32(this.#pass(4), true);
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.#pass(wideBytes), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#pass(wideBytes), true);
  }

  text(): string {
    const length = this.uint32();
    const at = this.#pass(length);
    return this.bytes.toString('utf8', at, at + length);
  }

  #pass(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
