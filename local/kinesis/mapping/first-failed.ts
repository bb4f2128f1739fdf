/** Reads a function's answer: from which record on the batch failed; invoke-batch asks when the mapping takes partial batch responses. */
import type { StreamRecord } from '../store/shard';

/**
 * The conditions of https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html. An answer that is
 * none of the documented ones, or names a record that is not in the batch, is the failure of the whole batch.
 *
 * @returns the index of the lowest record that is reported, 0 for the whole batch; undefined when all are handled
 */
export function firstFailed(payload: unknown, records: readonly StreamRecord[]): number | undefined {
  if (payload === null || payload === undefined) return undefined;
  if (typeof payload !== 'object' || Array.isArray(payload)) return 0;
  const failures: unknown = 'batchItemFailures' in payload ? payload.batchItemFailures : undefined;
  if (failures === null || failures === undefined) return undefined;
  if (!Array.isArray(failures)) return 0;
  const failed = new Set(failures.map(identifierOf));
  const indexes = [...records.keys()].filter((index) => failed.has(records[index]?.sequenceNumber));
  return indexes.length < failed.size ? 0 : indexes[0];
}

function identifierOf(failure: unknown): unknown {
  return typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure ? failure.itemIdentifier : undefined;
}
