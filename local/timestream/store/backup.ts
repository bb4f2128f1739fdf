/** Copies an open store into a folder of its own, on which a store can be opened: all that was accepted before it began. */
import { execFile } from 'node:child_process';
import { constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, link } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { DuckDBConnection } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import { DataFolderError, placesIn, writeFormat } from './data-folder';
import type { Databases } from './databases';
import { sync } from './magnetic-folder';
import type { Mover } from './mover';
import type { OneAtATime } from './one-at-a-time';
import type { Readers } from './readers';
import type { SavedFacts } from './saved-facts';

export interface BackupParts {
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly databases: Databases;
  readonly databaseFile: string | undefined;
  readonly oneAtATime: OneAtATime;
  readonly mover: Mover;
  readonly readers: Readers;
  readonly facts: SavedFacts;
}

/** @throws DataFolderError when there is something in the folder already, when it cannot be written, or when the store is in memory */
export async function backUp(folder: string, parts: BackupParts): Promise<void> {
  const { databaseFile, oneAtATime, readers } = parts;
  if (databaseFile === undefined) throw new DataFolderError('A store in memory has nothing to copy');
  const reader = {};
  readers.begin(reader);
  try {
    makeEmpty(folder);
    const files = await oneAtATime(() => copyDatabase(folder, databaseFile, parts));
    for (const file of files) await copySealed(file, folder);
    // Last: until then it is no data folder.
    writeFormat(folder);
    for (const path of [placesIn(folder).magneticFolder, folder, dirname(folder)]) if (existsSync(path)) sync(path);
  } catch (cause) {
    if (cause instanceof DataFolderError) throw cause;
    throw new DataFolderError(`The backup into ${folder} failed, and what is there is not whole: ${messageOf(cause)}`, { cause });
  } finally {
    readers.end(reader);
  }
}

function makeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new DataFolderError(`The folder ${folder} for the backup is not empty`);
  mkdirSync(folder, { recursive: true });
}

/** @returns the files of sealed days that go with it */
async function copyDatabase(folder: string, databaseFile: string, { connection, databases, mover, facts }: BackupParts): Promise<readonly string[]> {
  await mover.moveAll();
  // The copy opens as after a clean stop.
  await facts.save(databases);
  await connection.run('CHECKPOINT');
  const copy = placesIn(folder).databaseFile;
  // What DuckDB could not take into its file since statements read it, is in its own log.
  for (const suffix of ['', '.wal']) if (existsSync(databaseFile + suffix)) await copyInUse(databaseFile + suffix, copy + suffix);
  return databases.tables().flatMap((table) => table.sealedDays.all().map(({ path }) => path));
}

/** When a process closes a file, the system takes all its locks on it away, DuckDB's too: so another process copies. */
async function copyInUse(from: string, to: string): Promise<void> {
  const script = 'const [from, to] = process.argv.slice(1); require("node:fs").copyFileSync(from, to, require("node:fs").constants.COPYFILE_FICLONE)';
  await promisify(execFile)(process.execPath, ['-e', script, from, to]);
  sync(to);
}

/** They are never written to again, so another name for the same bytes will do; on another disk it takes a copy. */
async function copySealed(path: string, folder: string): Promise<void> {
  const tableFolder = join(placesIn(folder).magneticFolder, basename(dirname(path)));
  mkdirSync(tableFolder, { recursive: true });
  const copy = join(tableFolder, basename(path));
  await link(path, copy).catch(() => copyFile(path, copy, constants.COPYFILE_FICLONE));
  sync(copy);
  sync(tableFolder);
}
