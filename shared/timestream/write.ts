/** Writes records of one table, in batches, and says what became of each; shared/ingest and the KPIs come through here. */
import { WriteRecordsCommand, type TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { packBatches } from './batch';
import { mapInFlight } from './in-flight';
import { maxRequestsInFlight } from './limits';
import type { RecordOutcome, TimestreamRecord } from './record';
import { writeBatch } from './write-batch';

export interface WriteTarget {
  readonly database: string;
  readonly table: string;
}

export interface WriteResult {
  /** One for each record, by index. */
  readonly outcomes: readonly RecordOutcome[];
  /** What the requests that the service took are billed for. */
  readonly meteredKib: number;
}

/**
 * Writes records with bounded concurrency. Writing a record twice is harmless: with the same version and values the service
 * accepts it again and stores it once.
 *
 * @param options.signal gives up what is not answered yet; those records are retryable
 * @returns never rejects for a fault of the service or the network: such records are `retryable`
 */
export async function writeRecords(
  client: TimestreamWriteClient,
  { database, table }: WriteTarget,
  records: readonly TimestreamRecord[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<WriteResult> {
  const results = await mapInFlight(packBatches(records), maxRequestsInFlight, (batch) =>
    writeBatch(batch, async (request) => {
      const command = new WriteRecordsCommand({ DatabaseName: database, TableName: table, ...request });
      await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    }),
  );
  const outcomes: RecordOutcome[] = [];
  for (const { index, outcome } of results.flatMap(({ settled }) => settled)) outcomes[index] = outcome;
  return { outcomes, meteredKib: results.reduce((sum, result) => sum + result.meteredKib, 0) };
}
