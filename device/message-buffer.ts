/** Readings on disk until they are acknowledged: one file for each message, sent in the order of their names; sender empties it. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { maxPayloadBytes } from './limits';
import { lineOf, timeOf, wholeLines, writeWhole, type KeptReading } from './open-message';
import { refuseNotFinite } from './refuse-not-finite';

export interface BufferLimits {
  /** A message is closed before it grows beyond this. A single reading may be larger, up to what the broker takes. */
  readonly messageBytes: number;
  /** Of all messages together. */
  readonly bufferBytes: number;
}

/** The disk buffer holds all it may: readings were taken faster, or for longer, than they could be sent. */
export class BufferFullError extends Error {
  constructor(bytes: number, limit: number) {
    super(`the buffer holds ${bytes} bytes of at most ${limit}, and the reading was not taken; raise bufferBytes, or give it again when some are sent`);
    this.name = 'BufferFullError';
  }
}

/** A message that is complete and not acknowledged yet. */
export interface SealedMessage {
  readonly name: string;
  /** Of its newest reading, epoch milliseconds. */
  readonly newestMs: number;
}

/** Of the message that still grows. */
const openName = 'open';
const sealedName = /^(\d{12})-(\d{1,16})\.json$/;

export class MessageBuffer {
  readonly #sealed: SealedMessage[] = [];
  #open: { readonly file: number; newestMs: number; bytes: number } | undefined;
  #next = 0;
  #bytes = 0;

  /**
   * Opens a folder, which one packer uses at a time, and takes over what an earlier run has left in it.
   *
   * @param timeField where a reading has its time, epoch milliseconds
   */
  constructor(private readonly folder: string, private readonly timeField: string, private readonly limits: BufferLimits) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).sort()) {
      const [, sequence, newestMs] = sealedName.exec(name) ?? [];
      if (sequence === undefined) continue;
      this.#next = Number(sequence) + 1;
      this.#sealed.push({ name, newestMs: Number(newestMs) });
      this.#bytes += statSync(join(folder, name)).size;
    }
    this.#takeOverOpen();
  }

  get isEmpty(): boolean {
    return !this.hasOpen && this.#sealed.length === 0;
  }

  get hasOpen(): boolean {
    return this.#open !== undefined && this.#open.bytes > 0;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Oldest first. */
  get sealed(): readonly SealedMessage[] {
    return this.#sealed;
  }

  /**
   * Adds a reading; when this returns, a crash of the process does not lose it. A power cut may lose the message that is still open.
   *
   * @returns whether a message became complete
   * @throws RangeError for one that no broker takes or with a number that is not finite, BufferFullError, or the error of a disk that is full; the reading is not kept then
   */
  append(reading: KeptReading): boolean {
    const complete = this.#next;
    const json = JSON.stringify(reading);
    // Behind JSON.stringify, which refuses circles.
    refuseNotFinite(reading);
    const size = Buffer.byteLength(json) + '[\n]'.length;
    if (size > maxPayloadBytes) throw new RangeError(`a reading of ${size} bytes: a message takes ${maxPayloadBytes}`);
    if (this.#bytes + size > this.limits.bufferBytes) throw new BufferFullError(this.#bytes, this.limits.bufferBytes);
    if (this.#open !== undefined && this.#open.bytes + size > this.limits.messageBytes) this.seal();
    this.#open ??= { file: openSync(join(this.folder, openName), 'w'), newestMs: 0, bytes: 0 };
    const line = lineOf(json, this.#open.bytes === 0);
    writeWhole(this.#open.file, line, this.#open.bytes);
    this.#open.bytes += line.length;
    this.#open.newestMs = Math.max(this.#open.newestMs, timeOf(reading, this.timeField));
    this.#bytes += line.length;
    if (this.#open.bytes >= this.limits.messageBytes) this.seal();
    return this.#next > complete;
  }

  /** Closes the open message: it is on disk, whatever happens to the power, and may be sent. */
  seal(): void {
    // A disk that was full may have taken no reading yet.
    if (this.#open === undefined || this.#open.bytes === 0) return;
    const { file, newestMs } = this.#open;
    fsyncSync(file);
    // Open until it has its name: the next reading would be written over a file that could not be renamed.
    this.#name(newestMs);
    this.#open = undefined;
    closeSync(file);
  }

  /** The payload of a message: an array of readings. */
  read({ name }: SealedMessage): Buffer {
    return Buffer.concat([readFileSync(join(this.folder, name)), Buffer.from(']')]);
  }

  /** Lets an acknowledged message go. */
  remove(message: SealedMessage): void {
    const path = join(this.folder, message.name);
    this.#bytes -= statSync(path).size;
    rmSync(path);
    this.#sealed.splice(this.#sealed.indexOf(message), 1);
  }

  /** What was open when the process ended. */
  #takeOverOpen(): void {
    const path = join(this.folder, openName);
    if (!existsSync(path)) return;
    const { bytes, newestMs } = wholeLines(readFileSync(path), this.timeField);
    if (bytes === 0) return rmSync(path);
    truncateSync(path, bytes);
    this.#bytes += bytes;
    this.#name(newestMs);
  }

  #name(newestMs: number): void {
    const name = `${String(this.#next).padStart(12, '0')}-${newestMs}.json`;
    renameSync(join(this.folder, openName), join(this.folder, name));
    this.#next += 1;
    this.#sealed.push({ name, newestMs });
  }
}
