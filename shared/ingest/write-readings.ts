/** Readings of any tables -> one write for each table, and what became of each reading; ingest calls it. */
import type { Reading } from '../readings/reading';
import type { TimestreamWriteClient } from '../timestream/clients';
import type { RecordOutcome } from '../timestream/record';
import { writeRecords } from '../timestream/write';

export interface WrittenReadings {
  readonly outcomes: ReadonlyMap<Reading, RecordOutcome>;
  readonly meteredKib: number;
}

/** Never rejects for a fault of the service; a reading is a record as it stands. */
export async function writeReadings(
  client: TimestreamWriteClient,
  database: string,
  readings: readonly Reading[],
  signal: AbortSignal,
): Promise<WrittenReadings> {
  const tables = [...new Set(readings.map(({ table }) => table))];
  const outcomes = new Map<Reading, RecordOutcome>();
  const costs = await Promise.all(
    tables.map(async (table) => {
      const own = readings.filter((reading) => reading.table === table);
      const result = await writeRecords(client, { database, table: table.name }, own, { signal });
      for (const [index, reading] of own.entries()) {
        const outcome = result.outcomes[index];
        if (outcome !== undefined) outcomes.set(reading, outcome);
      }
      return result.meteredKib;
    }),
  );
  return { outcomes, meteredKib: costs.reduce((sum, cost) => sum + cost, 0) };
}
