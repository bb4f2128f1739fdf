/** Creates, changes and deletes databases and tables: on disk first, then in memory, one change at a time. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ServiceError } from '../errors';
import { defaultSettings, type AccountSettings } from './account-settings';
import type { Databases } from './databases';
import type { DatabaseDefinition, TableDefinition } from './definitions';
import type { Gate } from './gate';
import { maxDatabases, maxTables } from './limits';
import type { MagneticFolder } from './magnetic-folder';
import { createRowTables, dropRowTables } from './move-rows';
import type { OneAtATime } from './one-at-a-time';
import type { Readers } from './readers';
import { withNewRetention } from './retention';
import { deleteDatabase, deleteTable, getAccountSettings, inTransaction, nextTableId, putAccountSettings, putDatabase, putTable } from './stored-definitions';
import { deleteSealedDays } from './stored-sealed-days';
import { Table } from './table';

export interface DefinitionChanges {
  createDatabase(definition: DatabaseDefinition): Promise<void>;
  updateDatabase(name: string, change: (definition: DatabaseDefinition) => DatabaseDefinition): Promise<DatabaseDefinition>;
  deleteDatabase(name: string): Promise<void>;
  createTable(definition: TableDefinition): Promise<void>;
  updateTable(databaseName: string, tableName: string, change: (definition: TableDefinition) => TableDefinition): Promise<TableDefinition>;
  deleteTable(databaseName: string, tableName: string): Promise<void>;
  accountSettings(): Promise<AccountSettings>;
  updateAccountSettings(change: (settings: AccountSettings) => AccountSettings): Promise<AccountSettings>;
}

export interface DefinitionParts {
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly databases: Databases;
  readonly oneAtATime: OneAtATime;
  readonly gate: Gate;
  readonly readers: Readers;
  /** Of sealed days; undefined where nothing is sealed. */
  readonly folder: MagneticFolder | undefined;
  /** The server's clock. */
  readonly nowNs: () => bigint;
}

export function definitionChanges({ connection, databases, oneAtATime, gate, readers, folder, nowNs }: DefinitionParts): DefinitionChanges {
  return {
    createDatabase: (definition) => oneAtATime(async () => {
      if (databases.get(definition.name)) throw new ServiceError('ConflictException', `The database ${definition.name} already exists.`);
      if (databases.list().length >= maxDatabases) throw new ServiceError('ServiceQuotaExceededException', `There are ${maxDatabases} databases already.`);
      await inTransaction(connection, () => putDatabase(connection, definition));
      databases.put(definition);
    }),
    updateDatabase: (name, change) => oneAtATime(async () => {
      const definition = change(existingDatabase(databases, name));
      await inTransaction(connection, () => putDatabase(connection, definition));
      databases.put(definition);
      return definition;
    }),
    deleteDatabase: (name) => oneAtATime(async () => {
      existingDatabase(databases, name);
      if (databases.tables(name).length > 0) {
        throw new ServiceError('ValidationException', `The database ${name} cannot be deleted because it is not empty: delete its tables first.`);
      }
      await inTransaction(connection, () => deleteDatabase(connection, name));
      databases.remove(name);
    }),
    createTable: (definition) => oneAtATime(async () => {
      existingDatabase(databases, definition.databaseName);
      if (databases.table(definition.databaseName, definition.tableName)) {
        throw new ServiceError('ConflictException', `The table ${definition.tableName} already exists.`);
      }
      if (databases.tables().length >= maxTables) throw new ServiceError('ServiceQuotaExceededException', `There are ${maxTables} tables already.`);
      databases.addTable(await inTransaction(connection, async () => {
        const table = new Table(await nextTableId(connection), definition);
        await createRowTables(connection, table);
        await putTable(connection, table.id, definition);
        return table;
      }));
    }),
    updateTable: (databaseName, tableName, change) => oneAtATime(async () => {
      const table = existingTable(databases, databaseName, tableName);
      const definition = withNewRetention(table.definition, change(table.definition), nowNs());
      await inTransaction(connection, () => putTable(connection, table.id, definition));
      table.definition = definition;
      return definition;
    }),
    deleteTable: (databaseName, tableName) => oneAtATime(async () => {
      const table = existingTable(databases, databaseName, tableName);
      await inTransaction(connection, async () => {
        await dropRowTables(connection, table);
        await deleteTable(connection, table.id);
        await deleteSealedDays(connection, table);
      }, (commit) => gate.change(async () => {
        await commit();
        databases.removeTable(table);
      }));
      readers.retire(() => folder?.removeTable(table.id));
    }),
    accountSettings: () => oneAtATime(() => currentSettings(connection)),
    updateAccountSettings: (change) => oneAtATime(async () => {
      const settings = change(await currentSettings(connection));
      await inTransaction(connection, () => putAccountSettings(connection, settings));
      return settings;
    }),
  };
}

async function currentSettings(connection: DuckDBConnection): Promise<AccountSettings> {
  return await getAccountSettings(connection) ?? defaultSettings;
}

/** @throws ServiceError ResourceNotFoundException */
export function existingDatabase(databases: Databases, name: string): DatabaseDefinition {
  const definition = databases.get(name);
  if (!definition) throw new ServiceError('ResourceNotFoundException', `The database ${name} does not exist.`);
  return definition;
}

/** @throws ServiceError ResourceNotFoundException, naming the database when that is what is missing */
export function existingTable(databases: Databases, databaseName: string, tableName: string): Table {
  existingDatabase(databases, databaseName);
  const table = databases.table(databaseName, tableName);
  if (!table) throw tableNotFound(tableName);
  return table;
}

export function tableNotFound(tableName: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `The table ${tableName} does not exist.`);
}
