/** Readings of any tables -> one write for each table, and what became of each reading; ingest calls it. */
import type { Reading } from '../readings/reading';
import type { TableDefinition } from '../tables/definition';
import type { TimestreamWriteClient } from '../timestream/clients';
import type { RecordOutcome } from '../timestream/record';
import { writeRecords, type WriteResult } from '../timestream/write';

/**
 * Never rejects for a fault of the service; a reading is a record as it stands.
 *
 * @returns outcomes by the index of the reading
 */
export async function writeReadings(
  client: TimestreamWriteClient,
  database: string,
  readings: readonly Reading[],
  signal: AbortSignal,
): Promise<WriteResult> {
  const outcomes: RecordOutcome[] = [];
  const costs = await Promise.all(
    [...byTable(readings)].map(async ([table, own]) => {
      const result = await writeRecords(client, { database, table: table.name }, own.readings, { signal });
      for (const [place, outcome] of result.outcomes.entries()) {
        const index = own.indices[place];
        if (index !== undefined) outcomes[index] = outcome;
      }
      return result.meteredKib;
    }),
  );
  return { outcomes, meteredKib: costs.reduce((sum, cost) => sum + cost, 0) };
}

interface OwnReadings {
  readonly readings: Reading[];
  readonly indices: number[];
}

function byTable(readings: readonly Reading[]): ReadonlyMap<TableDefinition, OwnReadings> {
  const tables = new Map<TableDefinition, OwnReadings>();
  for (const [index, reading] of readings.entries()) {
    let own = tables.get(reading.table);
    if (own === undefined) tables.set(reading.table, (own = { readings: [], indices: [] }));
    own.readings.push(reading);
    own.indices.push(index);
  }
  return tables;
}
