/** The encoded rows of one result between its pages: in memory while small, then in a file that vanishes with us. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** From this size on, rows go to disk: most results never do. */
const MEMORY_BYTES = 1024 * 1024;

export class RowSpool {
  /** Where each row ends, separator included. */
  private readonly ends: number[] = [];
  private waiting: string[] = [];
  private waitingBytes = 0;
  private fileBytes = 0;
  private file: number | undefined;

  get rowCount(): number {
    return this.ends.length;
  }

  get byteLength(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** @param rows JSON texts of rows */
  add(rows: readonly string[]): void {
    if (rows.length === 0) return;
    const text = `${rows.join(',')},`;
    const bytes = Buffer.byteLength(text);
    let end = this.fileBytes + this.waitingBytes;
    // Only texts beyond ASCII have more bytes than characters.
    const sizeOf = bytes === text.length ? (row: string) => row.length : (row: string) => Buffer.byteLength(row);
    for (const row of rows) {
      end += sizeOf(row) + 1;
      this.ends.push(end);
    }
    this.waiting.push(text);
    this.waitingBytes += bytes;
    if (this.waitingBytes >= MEMORY_BYTES) this.moveToFile();
  }

  /** The end of the longest run of rows from `first` on within both limits; at least `first` itself. */
  pageEnd(first: number, maxBytes: number, maxRows: number): number {
    const start = first === 0 ? 0 : (this.ends[first - 1] ?? 0);
    let end = first;
    while (end < this.ends.length && end - first < maxRows && (this.ends[end] ?? 0) - start <= maxBytes) end += 1;
    return end;
  }

  /** Rows `first` up to but not `end`, as the inside of a JSON array. */
  read(first: number, end: number): string {
    if (end <= first) return '';
    const from = first === 0 ? 0 : (this.ends[first - 1] ?? 0);
    const until = (this.ends[end - 1] ?? 0) - 1;
    const bytes = Buffer.alloc(until - from);
    if (from < this.fileBytes && this.file !== undefined) readSync(this.file, bytes, 0, Math.min(bytes.length, this.fileBytes - from), from);
    if (until > this.fileBytes) {
      const inMemory = Buffer.from(this.waiting.join(''));
      const skipped = Math.max(from - this.fileBytes, 0);
      inMemory.copy(bytes, Math.max(this.fileBytes - from, 0), skipped, until - this.fileBytes);
    }
    return bytes.toString();
  }

  /** Gives the disk space back; nothing may be read afterwards. */
  close(): void {
    if (this.file === undefined) return;
    ftruncateSync(this.file);
    closeSync(this.file);
    this.file = undefined;
  }

  private moveToFile(): void {
    this.file ??= openUnlinked();
    this.fileBytes += writeSync(this.file, this.waiting.join(''), this.fileBytes);
    this.waiting = [];
    this.waitingBytes = 0;
  }
}

/** A file without a name, so that nothing is left behind however the process ends. */
function openUnlinked(): number {
  const folder = mkdtempSync(join(tmpdir(), 'timestream-result-'));
  const file = openSync(join(folder, 'rows'), 'w+', 0o600);
  rmSync(folder, { recursive: true });
  return file;
}
