/** Removes the days of a table that have expired as a whole: of the others, what has expired is in no answer, and goes with the rest. */
import type { MagneticFolder } from './magnetic-folder';
import type { OneAtATime } from './one-at-a-time';
import type { TierParts } from './replace-day';
import { dayOf, startOfDay, visibleFromNs } from './retention';
import { deleteSealedDays } from './stored-sealed-days';
import type { Table } from './table';

export async function removeExpired(
  table: Table, nowNs: bigint, folder: MagneticFolder | undefined, oneAtATime: OneAtATime, { connection, gate, readers, facts }: TierParts,
): Promise<void> {
  const firstDay = dayOf(visibleFromNs(table.definition, nowNs));
  const hasExpired = (table.unsealedDays.oldest ?? firstDay) < firstDay || table.sealedDays.all().some(({ day }) => day < firstDay);
  if (!hasExpired) return;
  await oneAtATime(async () => {
    if (table.deleted) return;
    const expired = table.sealedDays.all().filter(({ day }) => day < firstDay);
    const isExpired = `time_ns < ${startOfDay(firstDay)}`;
    await facts.change(async () => {
      await connection.run(`DELETE FROM ${table.rowsName} WHERE ${isExpired}; DELETE FROM ${table.masksName} WHERE ${isExpired}`);
      await deleteSealedDays(connection, table, firstDay);
    }, (commit) => gate.change(async () => {
      await commit();
      for (const { day } of expired) table.sealedDays.remove(day);
      for (const [day] of table.unsealedDays.all()) if (day < firstDay) table.unsealedDays.remove(day);
      table.rowCounts.remove(0n, startOfDay(firstDay));
    }));
    for (const { path } of expired) readers.retire(() => folder?.remove(path));
  });
}
