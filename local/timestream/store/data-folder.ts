/** The folder a store lives in: made, checked for its format, and held by one store at a time. */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../message-of';

/** Raise it with an upgrade in place whenever the files change their meaning. */
const formatVersion = 2;

/** What a crash may leave while the format file is written. */
const unfinishedFormat = 'format.part';

/** Folders open in this process: DuckDB's own file lock stops other processes only. */
const heldHere = new Set<string>();

/** A folder that cannot be used, in one line for the person who named it. */
export class DataFolderError extends Error {}

/** Where a data folder has what. */
export interface Places {
  readonly databaseFile: string;
  readonly logFolder: string;
  /** The files of sealed days. */
  readonly magneticFolder: string;
  /** For files that nobody misses after a restart. */
  readonly scratchFolder: string;
}

export interface DataFolder extends Places {
  readonly path: string;
  /** Of what was found in it. */
  readonly format: number;
  /** Notes that it has been brought up to this version's format. */
  noteUpgrade(): void;
  release(): void;
}

/** @throws DataFolderError when it cannot be written, belongs to something else or is in use */
export function holdDataFolder(folder: string): DataFolder {
  const { path, format } = makeUsable(folder);
  if (heldHere.has(path)) throw new DataFolderError(`The data folder ${folder} is already open in this process`);
  heldHere.add(path);
  return {
    path, format, ...placesIn(path),
    noteUpgrade: () => writeFormat(path),
    release: () => heldHere.delete(path),
  };
}

export function placesIn(path: string): Places {
  return { databaseFile: join(path, 'store.duckdb'), logFolder: join(path, 'log'), magneticFolder: join(path, 'magnetic'), scratchFolder: join(path, 'scratch') };
}

function makeUsable(folder: string): Pick<DataFolder, 'path' | 'format'> {
  try {
    makeFolder(resolve(folder));
    const path = realpathSync(folder);
    // DuckDB would look for its log elsewhere.
    if (path.includes('?')) throw new DataFolderError(`The data folder ${path} cannot be used: its name has a question mark`);
    return { path, format: checkFormat(path) };
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

/** @returns the version of what is in it */
function checkFormat(path: string): number {
  const entries = readdirSync(path).filter((entry) => entry !== unfinishedFormat);
  if (entries.includes('format')) {
    requireDatabase(path);
    return checkVersion(path, readFileSync(join(path, 'format'), 'utf8').trim());
  }
  if (entries.length > 0) throw new DataFolderError(`The data folder ${path} holds other files (${entries[0]}) and no format file`);
  writeFormat(path);
  return formatVersion;
}

/** The log is made after the database. A store that began anew would take sealed days for nobody's and delete them. */
function requireDatabase(path: string): void {
  const { databaseFile, logFolder } = placesIn(path);
  if (existsSync(logFolder) && !existsSync(databaseFile)) throw new DataFolderError(`The data folder ${path} is damaged: ${databaseFile} is missing`);
}

/** A store puts it into its backup last: until then that is no data folder. */
export function writeFormat(path: string): void {
  writeFileSync(join(path, unfinishedFormat), `${formatVersion}\n`, { flush: true });
  renameSync(join(path, unfinishedFormat), join(path, 'format'));
}

function checkVersion(path: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new DataFolderError(`The data folder ${path} has an unreadable format file: '${text}'`);
  if (Number(text) > formatVersion) {
    throw new DataFolderError(`The data folder ${path} has format ${text}, made by a newer version; this one reads up to format ${formatVersion}`);
  }
  return Number(text);
}
