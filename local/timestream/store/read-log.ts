/** Reads what log files a stopped server left behind, cutting off a torn end; open-store replays it. */
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError } from './data-folder';
import { hasEntryAfter, unframeEntries } from './log-frame';

export interface LeftLog {
  /** Number of the newest segment, 0 without any. */
  readonly lastNumber: number;
  /**
   * Entry by entry, oldest first.
   *
   * @throws DataFolderError for damage that is no torn end
   */
  entries(): Iterable<Buffer>;
  /** What was cut off, once all entries have been read. */
  tornBytes(): number;
  /** Deletes the files once all of it is in DuckDB. */
  drop(): void;
}

/** @param warn hears of every torn end, with the bytes that were cut */
export function readLog(folder: string, warn: (line: string) => void): LeftLog {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+\.log$/.test(name)).sort() : [];
  const files = names.map((name) => join(folder, name));
  let tornBytes = 0;
  const cut = (file: string, bytes: number) => {
    warn(`${file}: cut ${bytes} bytes of an unfinished entry`);
    tornBytes += bytes;
  };
  return {
    lastNumber: Number.parseInt(names.at(-1) ?? '0', 10),
    *entries() {
      for (const [at, file] of files.entries()) yield* wholeEntries(file, files.slice(at + 1).some((newer) => statSync(newer).size > 0), cut);
    },
    tornBytes: () => tornBytes,
    drop: () => files.forEach((file) => unlinkSync(file)),
  };
}

/**
 * A torn end belongs to requests that were never answered, so cutting it loses nothing that was promised. What stands before
 * other entries was acknowledged, most likely, and they may rely on what it defines.
 *
 * @param isFollowed whether a newer file has entries: then this one had been written whole
 */
function wholeEntries(file: string, isFollowed: boolean, cut: (file: string, bytes: number) => void): readonly Buffer[] {
  const bytes = readFileSync(file);
  const { entries, wholeBytes } = unframeEntries(bytes);
  if (wholeBytes < bytes.length) {
    if (isFollowed || hasEntryAfter(bytes, wholeBytes)) {
      throw new DataFolderError(`The log ${file} is damaged at byte ${wholeBytes} of ${bytes.length}, and entries follow. Nothing was changed. Bring the data folder back from a backup, or give up what follows: cut the file to ${wholeBytes} bytes and remove the newer ones`);
    }
    cut(file, bytes.length - wholeBytes);
    truncateSync(file, wholeBytes);
  }
  return entries;
}
