/** Opens a store: holds its folder, loads what DuckDB keeps, replays the log a stopped server left; closed by Store.close. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DataFolder, Places } from './data-folder';
import { DataFolderError, holdDataFolder } from './data-folder';
import { Databases } from './databases';
import { openDuckDb } from './duckdb';
import { loadDatabases, loadTables } from './load-tables';
import { Log } from './log';
import { decodeEntry, recordsOfEntry } from './log-entry';
import { MagneticFolder } from './magnetic-folder';
import type { LeftLog } from './read-log';
import { readLog } from './read-log';
import { createFactTables } from './saved-facts';
import { Store } from './store';
import { createDefinitionTables, nextTableId } from './stored-definitions';
import { createDelayedTable } from './stored-delayed';
import { createSealedDaysTable } from './stored-sealed-days';
import type { Surroundings } from './surroundings';
import { noSurroundings } from './surroundings';
import { upgradeFormat } from './upgrade-format';
import { createReportTable } from './waiting-reports';

/** Where a store keeps what it has; without a folder all of it is in memory. */
interface Place extends Partial<Places> {
  readonly folder?: DataFolder;
  readonly scratchFolder: string;
  release(): void;
}

/**
 * @param data a folder, made when it does not exist, or `:memory:` to keep nothing
 * @throws DataFolderError
 */
export async function openStore(data: string, warn: (line: string) => void, surroundings = noSurroundings): Promise<Store> {
  const place = data === ':memory:' ? inMemory() : onDisk(data);
  try {
    return await assemble(place, warn, surroundings);
  } catch (cause) {
    place.release();
    throw cause;
  }
}

function inMemory(): Place {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'timestream-scratch-'));
  return { scratchFolder, release: () => rmSync(scratchFolder, { recursive: true, force: true }) };
}

function onDisk(data: string): Place {
  const folder = holdDataFolder(data);
  return { ...folder, folder };
}

async function assemble({ folder, databaseFile, logFolder, magneticFolder: magneticPath, scratchFolder, release }: Place, warn: (line: string) => void, surroundings: Surroundings): Promise<Store> {
  // Opened first: its lock keeps other processes off the log, too.
  const instance = await openDuckDb(databaseFile, [scratchFolder, ...(magneticPath === undefined ? [] : [magneticPath])]);
  let connection: DuckDBConnection | undefined;
  let log: Log | undefined;
  try {
    emptyFolder(scratchFolder);
    const magneticFolder = magneticPath === undefined ? undefined : new MagneticFolder(magneticPath, warn);
    connection = await instance.connect();
    for (const create of [createDefinitionTables, createDelayedTable, createReportTable, createSealedDaysTable, createFactTables]) await create(connection);
    if (folder) await upgradeFormat(connection, folder);
    const databases = new Databases();
    for (const definition of await loadDatabases(connection)) databases.put(definition);
    const { tables, read } = await loadTables(connection, magneticFolder);
    for (const table of tables) databases.addTable(table);
    magneticFolder?.tidy(new Map(tables.flatMap((table) => table.sealedDays.all().map(({ path, bytes }) => [path, bytes]))));
    const left = logFolder === undefined ? undefined : readLog(logFolder, warn);
    log = logFolder === undefined ? undefined : await Log.open(logFolder, (left?.lastNumber ?? 0) + 1);
    const store = new Store({ instance, connection, databases, log, warn, databaseFile, magneticFolder, scratchFolder, release, ...surroundings });
    if (left) await replay(store, left, folder?.format === 1 ? 0 : read, warn);
    await store.resume();
    return store;
  } catch (cause) {
    await log?.close(true).catch((error: unknown) => { warn(`the log could not be closed: ${error}`); });
    // DuckDB holds its files for as long as anything is connected.
    connection?.closeSync();
    instance.closeSync();
    throw cause;
  }
}

function emptyFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
}

/**
 * @param tablesRead how many tables had changed since they were last closed
 * @param warn hears what a crash has left to do, when there was one
 */
async function replay(store: Store, left: LeftLog, tablesRead: number, warn: (line: string) => void): Promise<void> {
  const replayed = { entries: 0, bytes: 0, rows: 0 };
  let unusedTableId: number | undefined;
  for (const bytes of left.entries()) {
    const entry = decodeEntry(bytes);
    const table = store.databases.tableById(entry.table);
    // A table that is gone was deleted after the entry, unless it is one that never was.
    if (!table && entry.table >= (unusedTableId ??= await store.keep(nextTableId))) throw new DataFolderError(missingTable(entry.table));
    const records = table ? recordsOfEntry(table, entry) : [];
    if (table) await store.replay(table, records);
    replayed.entries += 1;
    replayed.bytes += bytes.length;
    replayed.rows += records.length;
  }
  await store.flush();
  left.drop();
  const { entries, bytes, rows } = replayed;
  if (entries + left.tornBytes() + tablesRead === 0) return;
  warn(`recovered from an unclean stop: replayed ${entries} entries of the log (${rows} rows, ${bytes} bytes), cut ${left.tornBytes()} torn bytes, read the rows of ${tablesRead} tables`);
}

/** DuckDB takes a log of its own that is gone, or has no beginning, for none at all. */
function missingTable(id: number): string {
  return `The data folder is damaged: its log has records of table ${id}, which store.duckdb does not know; store.duckdb.wal beside it is missing or damaged`;
}
