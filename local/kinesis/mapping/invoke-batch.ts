/** One invocation of the function with a batch, and how it ended; settle-batch plans what follows. */
import { eventBytes } from '../limits';
import { firstFailed } from './first-failed';
import type { Mapping } from './mapping';
import type { Attempt, Outcome } from './retry-plan';
import { streamEvent } from './stream-event';

/** Never rejects: an invocation that is not reached is an outcome, since it is tried again. */
export async function invokeBatch({ records }: Attempt, shardId: string, mapping: Mapping): Promise<Outcome> {
  const { invoke, log, settings } = mapping;
  const whose = `${records.length} records of ${shardId}`;
  try {
    const result = await invoke(streamEvent(records, shardId, mapping));
    if ('functionError' in result) {
      log(`the function failed with ${whose}: ${result.functionError.errorMessage}`);
      return { kind: 'failed', firstFailed: 0, by: 'error' };
    }
    const failed = settings.reportsItemFailures ? firstFailed(result.payload, records) : undefined;
    return failed === undefined ? { kind: 'handled' } : { kind: 'failed', firstFailed: failed, by: 'item-failures' };
  } catch (error) {
    if (codeOf(error) === 'RequestTooLargeException') {
      log(`${whose} are larger than the ${eventBytes} bytes of an invocation`);
      return { kind: 'too-large' };
    }
    log(`the function could not be invoked with ${whose}: ${String(error)}`);
    return { kind: 'not-invoked' };
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
