/**
 * Takes a batch to its end: every record is handled by the function, or stands in a failure record, or is left for the next start;
 * lane settles one batch after the other.
 */
import type { StreamRecord } from '../store/shard';
import { type FailureCondition, failureRecord } from './failure-record';
import { invokeBatch } from './invoke-batch';
import type { Mapping, SourceShard } from './mapping';
import { type Attempt, firstAttempt, planAfter } from './retry-plan';

/**
 * @param unsettled told which records are not settled yet, whenever that changes; after the end without a stop, none are
 */
export async function settleBatch(records: readonly StreamRecord[], shard: SourceShard, mapping: Mapping, unsettled: (records: readonly StreamRecord[]) => void): Promise<void> {
  let attempts: readonly Attempt[] = [firstAttempt(records)];
  const { now, wait, retryDelayMs, stopping, settings } = mapping;
  for (let attempt = attempts[0]; attempt !== undefined && !stopping.aborted; attempt = attempts[0]) {
    if (attempt.failures > 0) await wait(retryDelayMs(attempt.failures), stopping);
    if (stopping.aborted) return;
    const [expired, fresh] = byAge(attempt, now() - Math.min(settings.maximumRecordAgeMs ?? Infinity, shard.retentionMs));
    if (expired.records.length > 0 && !await giveUp(expired, 'RecordAgeExceeded', shard.id, mapping)) return;
    const plan = fresh.records.length === 0 ? { next: [] } : planAfter(fresh, await invokeBatch(fresh, shard.id, mapping), settings);
    if (plan.exhausted !== undefined && !await giveUp(plan.exhausted, 'RetryAttemptsExhausted', shard.id, mapping)) return;
    attempts = [...plan.next, ...attempts.slice(1)];
    unsettled(attempts.flatMap((next) => next.records));
  }
}

function byAge(attempt: Attempt, notBeforeMs: number): readonly [expired: Attempt, fresh: Attempt] {
  const isExpired = ({ arrivalMs }: StreamRecord): boolean => arrivalMs < notBeforeMs;
  return [
    { ...attempt, records: attempt.records.filter(isExpired) },
    { ...attempt, records: attempt.records.filter((record) => !isExpired(record)) },
  ];
}

/** @returns false when the mapping stopped before the failure record was stored: the records are not settled */
async function giveUp(attempt: Attempt, condition: FailureCondition, shardId: string, mapping: Mapping): Promise<boolean> {
  const { log, now, wait, retryDelayMs, stopping, settings: { onFailure } } = mapping;
  const what = `${attempt.records.length} records of ${shardId} are given up after ${attempt.invocations} invocations: ${condition}`;
  if (onFailure === undefined) {
    log(`${what}, and dropped: the mapping has no on-failure destination`);
    return true;
  }
  const { key, body } = failureRecord(attempt, condition, shardId, mapping, now());
  // AWS documents no retries here. This record is the last that knows of the readings, so the shard waits for it.
  for (let failures = 1; !stopping.aborted; failures += 1) {
    try {
      await mapping.putFailure(onFailure, key, body);
      log(`${what}, see ${key} at ${onFailure}`);
      return true;
    } catch (error) {
      log(`${what}, but ${onFailure} does not take the failure record: ${String(error)}`);
      await wait(retryDelayMs(failures), stopping);
    }
  }
  return false;
}
