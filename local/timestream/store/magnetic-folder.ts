/** The files of sealed days: `<table id>/<day>-<generation>.parquet`; written by seal-day, listed in DuckDB, removed when nobody reads them. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message-of';
import { DataFolderError } from './data-folder';

export class MagneticFolder {
  /** @param warn hears of files that could not be removed: the next start tries again */
  constructor(private readonly path: string, private readonly warn: (line: string) => void) {
    makeFolder(path);
  }

  /** Makes the folder of a table where it does not exist. */
  prepare(tableId: number): void {
    makeFolder(join(this.path, String(tableId)));
  }

  pathOf(tableId: number, file: string): string {
    return join(this.path, String(tableId), file);
  }

  /** What DuckDB has written under a name for the time being becomes a file that survives a power loss. */
  keep(written: string, tableId: number, file: string): string {
    sync(written);
    const path = this.pathOf(tableId, file);
    renameSync(written, path);
    sync(join(this.path, String(tableId)));
    return path;
  }

  remove(path: string): void {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (cause) {
      this.warn(`${path} could not be removed yet: ${messageOf(cause)}`);
    }
  }

  removeTable(tableId: number): void {
    this.remove(join(this.path, String(tableId)));
  }

  /**
   * Removes what a stopped server left half done: files that no table knows.
   *
   * @param known the paths of all files, with their sizes
   * @throws DataFolderError when one of them is missing, or not as it was written
   */
  tidy(known: ReadonlyMap<string, number>): void {
    for (const entry of readdirSync(this.path, { withFileTypes: true }).filter((found) => found.isDirectory())) {
      const folder = join(this.path, entry.name);
      for (const file of readdirSync(folder)) if (!known.has(join(folder, file))) this.remove(join(folder, file));
    }
    for (const [path, bytes] of known) {
      const found = statSync(path, { throwIfNoEntry: false })?.size;
      if (found !== bytes) throw new DataFolderError(`The data folder is damaged: ${path} ${found === undefined ? 'is missing' : `has ${found} bytes instead of ${bytes}`}`);
    }
  }
}

function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  sync(join(path, '..'));
}

/** Of a folder: the names in it. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
