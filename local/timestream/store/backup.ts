/** Copies an open store into a folder of its own, on which a store can be opened: all that was accepted before it began. */
import { constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, link } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
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

/** @throws DataFolderError when there is something in the folder already, or the store is in memory */
export async function backUp(folder: string, parts: BackupParts): Promise<void> {
  const { databaseFile, oneAtATime, readers } = parts;
  if (databaseFile === undefined) throw new DataFolderError('A store in memory has nothing to copy');
  makeEmpty(folder);
  const reader = {};
  readers.begin(reader);
  try {
    const files = await oneAtATime(() => copyDatabase(folder, databaseFile, parts));
    for (const file of files) await copySealed(file, folder);
    sync(folder);
    // Last: until then it is no data folder.
    writeFormat(folder);
    sync(folder);
    sync(dirname(folder));
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
  for (const suffix of ['', '.wal']) if (existsSync(databaseFile + suffix)) await copySynced(databaseFile + suffix, copy + suffix);
  return databases.tables().flatMap((table) => table.sealedDays.all().map(({ path }) => path));
}

/** They are never written to again, so another name for the same bytes will do. */
async function copySealed(path: string, folder: string): Promise<void> {
  const tableFolder = join(placesIn(folder).magneticFolder, basename(dirname(path)));
  mkdirSync(tableFolder, { recursive: true });
  const copy = join(tableFolder, basename(path));
  await link(path, copy).catch(() => copySynced(path, copy));
  sync(tableFolder);
}

async function copySynced(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  sync(to);
}
