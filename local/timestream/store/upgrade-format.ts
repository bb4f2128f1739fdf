/** Brings what an earlier version of the data folder's format lacks; called by open-store before anything is loaded. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DataFolder } from './data-folder';
import { createMaskTable } from './move-rows';

/** Format 1 had no sealed days. Doing it twice is harmless: a crash may come before it is noted. */
export async function upgradeFormat(connection: DuckDBConnection, folder: DataFolder): Promise<void> {
  if (folder.format > 1) return;
  const reader = await connection.runAndReadAll('SELECT id FROM tables');
  for (const [id] of reader.getRows()) await createMaskTable(connection, `masks_${id}`);
  folder.noteUpgrade();
}
