/** Puts the file of a day in the place of its rows, or of the file before it; called by the keeper in its turn on the writing connection. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Gate } from './gate';
import type { MagneticFolder } from './magnetic-folder';
import type { Readers } from './readers';
import { startOfDay } from './retention';
import type { SavedFacts } from './saved-facts';
import type { SealedDay } from './sealed-days';
import { putSealedDay } from './stored-sealed-days';
import type { Table } from './table';

/** What changes of the tiers are made with. */
export interface TierParts {
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly gate: Gate;
  readonly readers: Readers;
  readonly facts: SavedFacts;
}

/** @throws Error when the file does not have exactly the rows of the day, and then nothing has changed */
export async function replaceDay(table: Table, sealed: SealedDay, folder: MagneticFolder, { connection, gate, readers, facts }: TierParts): Promise<void> {
  const { day } = sealed;
  const before = table.sealedDays.get(day);
  const ofDay = `time_ns >= ${startOfDay(day)} AND time_ns < ${startOfDay(day + 1)}`;
  await facts.change(async () => {
    const unsealedRows = await rowsDeleted(connection, `DELETE FROM ${table.rowsName} WHERE ${ofDay}`);
    const maskedRows = await rowsDeleted(connection, `DELETE FROM ${table.masksName} WHERE ${ofDay}`);
    const rows = unsealedRows + (before === undefined ? 0 : before.rows - maskedRows);
    // Rather none than a file that has lost a row.
    if (rows !== sealed.rows) throw new Error(`${sealed.path} has ${sealed.rows} rows instead of ${rows}`);
    await putSealedDay(connection, table, sealed);
    await facts.putNewestTimes(table);
  }, (commit) => gate.change(async () => {
    await commit();
    table.sealedDays.put(sealed);
    table.unsealedDays.remove(day);
    table.rowCounts.remove(startOfDay(day), startOfDay(day + 1));
  }));
  if (before) readers.retire(() => folder.remove(before.path));
}

async function rowsDeleted(connection: DuckDBConnection, sql: string): Promise<number> {
  return (await connection.run(sql)).rowsChanged;
}
