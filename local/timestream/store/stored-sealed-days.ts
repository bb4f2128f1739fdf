/** Which days are sealed, as DuckDB keeps it: changed in the same transactions as the rows; read when a store opens. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { basename } from 'node:path';
import type { MagneticFolder } from './magnetic-folder';
import { nsPerDay } from './retention';
import type { SealedDay } from './sealed-days';
import type { Table } from './table';

export async function createSealedDaysTable(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS sealed_days
    (table_id INTEGER, day INTEGER, file VARCHAR, rows BIGINT, from_ns BIGINT, to_ns BIGINT, bytes BIGINT, columns INTEGER)`);
}

export async function putSealedDay(connection: DuckDBConnection, table: Table, { day, path, rows, fromNs, toNs, bytes, columns }: SealedDay): Promise<void> {
  await connection.run(`DELETE FROM sealed_days WHERE table_id = ${table.id} AND day = ${day}`);
  await connection.run(`INSERT INTO sealed_days VALUES (${table.id}, ${day}, $1, ${rows}, ${fromNs}, ${toNs}, ${bytes}, ${columns})`, [basename(path)]);
}

/** @param untilDay the first that stays */
export async function deleteSealedDays(connection: DuckDBConnection, { id }: Table, untilDay?: number): Promise<void> {
  await connection.run(`DELETE FROM sealed_days WHERE table_id = ${id}${untilDay === undefined ? '' : ` AND day < ${untilDay}`}`);
}

export async function loadSealedDays(connection: DuckDBConnection, table: Table, folder: MagneticFolder): Promise<void> {
  const sealed = await connection.runAndReadAll(`SELECT day, file, rows, from_ns, to_ns, bytes, columns FROM sealed_days WHERE table_id = ${table.id} ORDER BY day`);
  // The types of the columns, here and below.
  for (const [day, file, rows, fromNs, toNs, bytes, columns] of sealed.getRows() as [number, string, bigint, bigint, bigint, bigint, number][]) {
    table.sealedDays.put({ day, path: folder.pathOf(table.id, file), rows: Number(rows), fromNs, toNs, bytes: Number(bytes), columns, maskedRows: 0, mayBeMasked: false });
  }
  const masked = await connection.runAndReadAll(`SELECT (time_ns // ${nsPerDay})::INTEGER, count(*) FROM ${table.masksName} GROUP BY ALL`);
  for (const [day, rows] of masked.getRows() as [number, bigint][]) {
    const masking = table.sealedDays.get(day);
    if (masking) Object.assign(masking, { maskedRows: Number(rows), mayBeMasked: true } satisfies Partial<SealedDay>);
  }
}
