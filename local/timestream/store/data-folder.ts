/** The folder a store lives in: made, checked for its format, and held by one store at a time. */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../message-of';

/** Raise it with an upgrade in place whenever the files change their meaning. */
const formatVersion = 1;

/** Folders open in this process: DuckDB's own file lock stops other processes only. */
const heldHere = new Set<string>();

/** A folder that cannot be used, in one line for the person who named it. */
export class DataFolderError extends Error {}

export interface DataFolder {
  readonly path: string;
  readonly databaseFile: string;
  release(): void;
}

/** @throws DataFolderError when it cannot be written, belongs to something else or is in use */
export function holdDataFolder(folder: string): DataFolder {
  const path = makeUsable(folder);
  if (heldHere.has(path)) throw new DataFolderError(`The data folder ${folder} is already open in this process`);
  heldHere.add(path);
  return { path, databaseFile: join(path, 'store.duckdb'), release: () => heldHere.delete(path) };
}

function makeUsable(folder: string): string {
  try {
    makeFolder(resolve(folder));
    const path = realpathSync(folder);
    checkFormat(path);
    return path;
  } catch (cause) {
    if (cause instanceof DataFolderError) throw cause;
    throw new DataFolderError(`The data folder ${folder} cannot be used: ${messageOf(cause)}`, { cause });
  }
}

/** Node's own recursive mkdir never returns where the system refuses with "no such file", as under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function checkFormat(path: string): void {
  const file = join(path, 'format');
  const entries = readdirSync(path);
  if (entries.includes('format')) return checkVersion(path, readFileSync(file, 'utf8').trim());
  if (entries.length > 0) throw new DataFolderError(`The data folder ${path} holds other files (${entries[0]}) and no format file`);
  writeFileSync(file, `${formatVersion}\n`, { flush: true });
}

function checkVersion(path: string, text: string): void {
  if (!/^\d+$/.test(text)) throw new DataFolderError(`The data folder ${path} has an unreadable format file: '${text}'`);
  if (Number(text) > formatVersion) {
    throw new DataFolderError(`The data folder ${path} has format ${text}, made by a newer version; this one reads up to format ${formatVersion}`);
  }
}
