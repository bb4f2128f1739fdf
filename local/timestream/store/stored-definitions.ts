/** Keeps definitions of databases, tables and columns in DuckDB, in the same transactions as the rows; read by load-tables. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { AccountSettings } from './account-settings';
import type { DatabaseDefinition, TableDefinition } from './definitions';
import { deleteDelayedOf } from './stored-delayed';

/** Definitions are JSON text, so that a new member needs no new column. Table ids are never used twice. */
export async function createDefinitionTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    CREATE SEQUENCE IF NOT EXISTS table_ids;
    CREATE TABLE IF NOT EXISTS databases (name VARCHAR, definition VARCHAR);
    CREATE TABLE IF NOT EXISTS tables (id INTEGER, definition VARCHAR);
    CREATE TABLE IF NOT EXISTS account_settings (definition VARCHAR);
    CREATE TABLE IF NOT EXISTS columns (table_id INTEGER, ordinal INTEGER, name VARCHAR, type VARCHAR, attribute VARCHAR)`);
}

export async function putDatabase(connection: DuckDBConnection, definition: DatabaseDefinition): Promise<void> {
  await deleteDatabase(connection, definition.name);
  await connection.run('INSERT INTO databases VALUES ($1, $2)', [definition.name, JSON.stringify(definition)]);
}

export async function deleteDatabase(connection: DuckDBConnection, name: string): Promise<void> {
  await connection.run('DELETE FROM databases WHERE name = $1', [name]);
}

/** @returns undefined until they were changed for the first time */
export async function getAccountSettings(connection: DuckDBConnection): Promise<AccountSettings | undefined> {
  const reader = await connection.runAndReadAll('SELECT definition FROM account_settings');
  const definition = reader.getRows()[0]?.[0];
  // What putAccountSettings wrote.
  return typeof definition === 'string' ? JSON.parse(definition) as AccountSettings : undefined;
}

export async function putAccountSettings(connection: DuckDBConnection, settings: AccountSettings): Promise<void> {
  await connection.run('DELETE FROM account_settings');
  await connection.run('INSERT INTO account_settings VALUES ($1)', [JSON.stringify(settings)]);
}

export async function nextTableId(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll("SELECT nextval('table_ids')::INTEGER");
  return Number(reader.getRows()[0]?.[0]);
}

export async function putTable(connection: DuckDBConnection, id: number, definition: TableDefinition): Promise<void> {
  await connection.run('DELETE FROM tables WHERE id = $1', [id]);
  await connection.run('INSERT INTO tables VALUES ($1, $2)', [id, JSON.stringify(definition)]);
}

export async function deleteTable(connection: DuckDBConnection, id: number): Promise<void> {
  await connection.run('DELETE FROM tables WHERE id = $1', [id]);
  await connection.run('DELETE FROM columns WHERE table_id = $1', [id]);
  await deleteDelayedOf(connection, id);
}

/**
 * Runs `work` whole or not at all. DuckDB syncs its own log on commit, so what is committed survives a crash.
 *
 * @param committing stands around the commit
 */
export async function inTransaction<T>(connection: DuckDBConnection, work: () => Promise<T>, committing = (commit: () => Promise<void>) => commit()): Promise<T> {
  await connection.run('BEGIN');
  try {
    const result = await work();
    await committing(async () => void await connection.run('COMMIT'));
    return result;
  } catch (cause) {
    // Nothing to roll back when it was the commit that failed; the first failure is the one to tell.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}
