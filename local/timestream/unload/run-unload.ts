/** Runs UNLOAD in the place of a plain query: its one row, what it read and what it wrote; started by start-query. */
import type { OperationContext } from '../operation';
import { bytesScanned } from '../query/bytes-scanned';
import { RowSpool } from '../query/row-spool';
import type { Outcome } from '../query/run-query';
import type { CompiledQuery } from '../sql/compile';
import type { QueryClock } from '../sql/functions/function';
import type { UnloadPlan } from './plan-unload';
import { writeUnload, type Unloaded } from './write-unload';

/**
 * @param signal stops it; its reason is the error to answer with
 * @throws ServiceError in the service's words, the signal's reason, or the cause of a failure of our own
 */
export async function runUnload(
  plan: UnloadPlan, compiled: CompiledQuery, clock: QueryClock, queryId: string, context: OperationContext, signal: AbortSignal,
): Promise<Outcome> {
  const { scans, sql } = compiled;
  try {
    const scanned = await bytesScanned(scans, clock, context.store, signal);
    const unloaded = await writeUnload(plan, sql, queryId, context, signal);
    return { rows: replyOf(unloaded), bytesScanned: scanned, written: insightsOf(unloaded) };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** The columns of `unloadReply`. */
function replyOf({ rowCount, metadataUrl, manifestUrl }: Unloaded): RowSpool {
  const rows = new RowSpool();
  rows.add([JSON.stringify({ Data: [String(rowCount), metadataUrl, manifestUrl].map((ScalarValue) => ({ ScalarValue })) })]);
  return rows;
}

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_QueryInsightsResponse.html */
function insightsOf({ partitionCount, rowCount, byteLength }: Unloaded): object {
  return { UnloadPartitionCount: partitionCount, UnloadWrittenRows: rowCount, UnloadWrittenBytes: byteLength };
}
