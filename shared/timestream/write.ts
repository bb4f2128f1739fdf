/** Writes records of one table, in batches, and says what became of each; shared/ingest and the KPIs come through here. */
import type { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { packBatches } from './batch';
import { isCongestion } from './congestion';
import { InFlightLimit } from './in-flight-limit';
import { requestsInFlight } from './limits';
import type { RecordOutcome, TimestreamRecord } from './record';
import { requestBody, type WriteTarget } from './request-body';
import { bodySender } from './send-body';
import { writeBatch } from './write-batch';

export type { WriteTarget };

export interface WriteResult {
  /** One for each record, by index. */
  readonly outcomes: readonly RecordOutcome[];
  /** What the requests that the service took are billed for. */
  readonly meteredKib: number;
}

/**
 * Writes records with as many requests in flight as the service takes. Writing a record twice is harmless: with the same version and
 * values the service accepts it again and stores it once.
 *
 * @param options.signal starts no more requests and gives up what is not answered yet; those records are retryable
 * @returns never rejects for a fault of the service or the network: such records are `retryable`
 */
export async function writeRecords(
  client: TimestreamWriteClient,
  target: WriteTarget,
  records: readonly TimestreamRecord[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<WriteResult> {
  const limit = limitOf(client);
  const sendBody = bodySender(client, signal);
  const results = await Promise.all(packBatches(records).map((batch) =>
    writeBatch(batch, (common, own) => limit.run(async () => {
      signal?.throwIfAborted();
      return sendBody(requestBody(target, common, own));
    }, isCongestion)),
  ));
  const outcomes: RecordOutcome[] = [];
  for (const { settled } of results) {
    for (const { index, outcome } of settled) outcomes[index] = outcome;
  }
  return { outcomes, meteredKib: results.reduce((sum, result) => sum + result.meteredKib, 0) };
}

const limits = new WeakMap<TimestreamWriteClient, InFlightLimit>();

/** One for all that is written through a client, to whichever table: they share its connections and this process's processor. */
function limitOf(client: TimestreamWriteClient): InFlightLimit {
  const known = limits.get(client);
  if (known !== undefined) return known;
  const limit = new InFlightLimit(requestsInFlight);
  limits.set(client, limit);
  return limit;
}
