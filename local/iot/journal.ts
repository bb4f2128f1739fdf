/** The broker's memory of messages that no handler has finished: on disk before a PUBACK, replayed after a restart. */
import { constants, type PathLike } from 'node:fs';
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeRecords, encodeRecord, hasRecordAfter } from './journal-record';
import type { Message } from './message';

export interface UnfinishedMessage {
  readonly id: number;
  readonly message: Message;
}

interface PendingWrite {
  readonly bytes: Buffer;
  /** Only messages are waited for: a done mark that a crash takes away costs one harmless replay. */
  readonly entry?: UnfinishedMessage & { readonly stored: () => void; readonly failed: (error: unknown) => void };
}

/** Below this size the file is not worth rewriting. */
const compactionBytes = 8 * 1024 * 1024;

export class Journal {
  /** Encoded messages by id: what a compaction keeps. */
  readonly #unfinished = new Map<number, Buffer>();
  #unfinishedBytes = 0;
  #pending: PendingWrite[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;

  private constructor(
    private readonly path: string,
    private file: FileHandle,
    private size: number,
    private nextId: number,
  ) {}

  /**
   * Opens or makes the journal and cuts a torn tail.
   * @returns with the messages to replay, oldest first, and how many bytes were cut
   * @throws Error naming the file when it is damaged before whole records: messages that were acknowledged may be among them
   */
  static async open(path: string): Promise<{ journal: Journal; unfinished: readonly UnfinishedMessage[]; cutBytes: number }> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, constants.O_RDWR | constants.O_CREAT);
    const content = await file.readFile();
    const { records, bytes } = decodeRecords(content);
    const lastId = records.reduce((last, record) => Math.max(last, record.id), 0);
    if (hasRecordAfter(content, bytes, lastId)) {
      await file.close();
      throw new Error(`${path} is damaged at byte ${bytes}, before whole messages; nothing of it was changed. Move it away to start without them`);
    }
    if (bytes < content.length) await file.truncate(bytes);
    await file.datasync();
    await syncFolder(dirname(path));

    const unfinished = new Map<number, UnfinishedMessage>();
    for (const record of records) {
      if (record.kind === 'message') unfinished.set(record.id, record);
      else unfinished.delete(record.id);
    }
    const journal = new Journal(path, file, bytes, lastId + 1);
    for (const entry of unfinished.values()) journal.#keep(entry.id, encodeRecord({ kind: 'message', ...entry }));
    return { journal, unfinished: [...unfinished.values()], cutBytes: content.length - bytes };
  }

  /**
   * Resolves with the message's id once it is on disk; messages that wait at the same time share one sync.
   * @throws what the disk said: the message is not stored
   */
  append(message: Message): Promise<number> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const entry = { id, message, stored: () => resolve(id), failed: reject };
      this.#write({ bytes: encodeRecord({ kind: 'message', id, message }), entry });
    });
  }

  /** Marks a message as handled; after close() it does nothing, and the message will be replayed. */
  markDone(id: number): void {
    const bytes = this.#unfinished.get(id);
    if (bytes === undefined || this.#closed) return;
    this.#unfinished.delete(id);
    this.#unfinishedBytes -= bytes.length;
    this.#write({ bytes: encodeRecord({ kind: 'done', id }) });
  }

  /** Writes what is pending and closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.file.close();
  }

  #keep(id: number, bytes: Buffer): void {
    this.#unfinished.set(id, bytes);
    this.#unfinishedBytes += bytes.length;
  }

  #write(write: PendingWrite): void {
    if (this.#closed) {
      write.entry?.failed(new Error('the journal is closed'));
      return;
    }
    this.#pending.push(write);
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        await this.#writeBatch(batch);
      } catch (error) {
        // The next batch is written over what may be there of this one.
        await this.file.truncate(this.size).catch(() => undefined);
        for (const { entry } of batch) entry?.failed(error);
      }
      // Without a compaction the old file stands, whole; the next batch tries again.
      if (this.#isWorthCompacting()) await this.#compact().catch(() => undefined);
    }
    // Here and not in a later callback: a write that comes in between would wait for ever.
    this.#writing = undefined;
  }

  async #writeBatch(batch: readonly PendingWrite[]): Promise<void> {
    const bytes = await writeWhole(this.file, batch.map((write) => write.bytes), this.size);
    if (batch.some((write) => write.entry !== undefined)) await this.file.datasync();
    this.size += bytes;
    for (const write of batch) {
      if (write.entry === undefined) continue;
      this.#keep(write.entry.id, write.bytes);
      write.entry.stored();
    }
  }

  #isWorthCompacting(): boolean {
    return this.size > compactionBytes && this.size > 2 * this.#unfinishedBytes;
  }

  /** Writes the unfinished messages to a new file that takes the old one's place in one step. */
  async #compact(): Promise<void> {
    const path = `${this.path}.compacted`;
    const records = [...this.#unfinished.values()];
    const compacted = await open(path, 'w+');
    let bytes: number;
    try {
      bytes = await writeWhole(compacted, records, 0);
      await compacted.datasync();
      await rename(path, this.path);
    } catch (error) {
      await compacted.close();
      throw error;
    }
    const old = this.file;
    this.file = compacted;
    this.size = bytes;
    await old.close();
    await syncFolder(dirname(this.path));
  }
}

/** As they lie in memory: a copy of everything that is published would cost more than writing it. @returns how many bytes they take */
async function writeWhole(file: FileHandle, records: readonly Buffer[], position: number): Promise<number> {
  const total = records.reduce((sum, record) => sum + record.length, 0);
  if (total === 0) return 0;
  let { bytesWritten: written } = await file.writev(records, position);
  if (written === total) return total;
  // A write may end early, on a full disk for one; what it says next is thrown.
  const bytes = Buffer.concat(records);
  while (written < total) written += (await file.write(bytes, written, total - written, position + written)).bytesWritten;
  return total;
}

/** A new name in a folder is on disk only when the folder is. */
async function syncFolder(path: PathLike): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
