/** Opens a store: holds its folder, loads what DuckDB keeps, replays the log a stopped server left; closed by Store.close. */
import { join } from 'node:path';
import { holdDataFolder } from './data-folder';
import { Databases } from './databases';
import { openDuckDb } from './duckdb';
import { loadDatabases, loadTables } from './load-tables';
import { Log } from './log';
import { decodeEntry, recordsOfEntry } from './log-entry';
import type { LeftLog } from './read-log';
import { readLog } from './read-log';
import { Store } from './store';
import { createDefinitionTables } from './stored-definitions';

/**
 * @param data a folder, made when it does not exist, or `:memory:` to keep nothing
 * @throws DataFolderError
 */
export async function openStore(data: string, warn: (line: string) => void): Promise<Store> {
  if (data === ':memory:') return assemble(undefined, undefined, warn, () => undefined);
  const folder = holdDataFolder(data);
  try {
    const logFolder = join(folder.path, 'log');
    return await assemble(folder.databaseFile, logFolder, warn, () => folder.release());
  } catch (cause) {
    folder.release();
    throw cause;
  }
}

async function assemble(databaseFile: string | undefined, logFolder: string | undefined, warn: (line: string) => void, release: () => void): Promise<Store> {
  // Opened first: its lock keeps other processes off the log, too.
  const instance = await openDuckDb(databaseFile);
  try {
    const connection = await instance.connect();
    await createDefinitionTables(connection);
    const databases = new Databases();
    for (const definition of await loadDatabases(connection)) databases.put(definition);
    for (const table of await loadTables(connection)) databases.addTable(table);
    const left = logFolder === undefined ? undefined : readLog(logFolder, warn);
    const log = logFolder === undefined ? undefined : await Log.open(logFolder, (left?.lastNumber ?? 0) + 1);
    const store = new Store({ instance, connection, databases, log, warn, release });
    if (left) await replay(store, left);
    return store;
  } catch (cause) {
    instance.closeSync();
    throw cause;
  }
}

async function replay(store: Store, left: LeftLog): Promise<void> {
  for (const bytes of left.entries()) {
    const entry = decodeEntry(bytes);
    const table = store.databases.tableById(entry.table);
    // A table that is gone was deleted after the entry.
    if (table) await store.replay(table, recordsOfEntry(table, entry));
  }
  await store.flush();
  left.drop();
}
