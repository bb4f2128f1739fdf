/** The outcomes of an invocation as counts for its KPI record; every reading is in exactly one of the first four. */
import type { DeadLetterReason } from '../errors';
import { firstRetried, type IngestResult } from './outcome';

export type IngestCountName = 'written' | 'superseded' | 'retried' | 'dead_lettered' | 'metered_kib' | 'ignored_fields' | 'skipped_values';

/**
 * Counts outcomes. Readings that will be delivered again count as retried, whatever became of them this time, so that over
 * all deliveries each ends as written, superseded or dead-lettered once.
 *
 * @param nameOfReason the name under which dead letters of one reason are counted as well
 */
export function ingestCounts<ReasonCount extends string>(
  result: IngestResult,
  nameOfReason: (reason: DeadLetterReason) => ReasonCount,
): readonly (readonly [IngestCountName | ReasonCount, number])[] {
  const retriedFrom = firstRetried(result)?.messageIndex ?? Infinity;
  const byKind = { written: 0, superseded: 0, retryable: 0, 'dead-lettered': 0 };
  const byReason = new Map<DeadLetterReason, number>();
  let settled = 0;
  for (const { messageIndex, outcome } of result.readings) {
    if (messageIndex >= retriedFrom) continue;
    settled += 1;
    byKind[outcome.kind] += 1;
    if (outcome.kind === 'dead-lettered') byReason.set(outcome.reason, (byReason.get(outcome.reason) ?? 0) + 1);
  }
  return [
    ['written', byKind.written],
    ['superseded', byKind.superseded],
    ['retried', result.readings.length - settled],
    ['dead_lettered', byKind['dead-lettered']],
    ...[...byReason].map(([reason, readings]) => [nameOfReason(reason), readings] as const),
    ['metered_kib', result.meteredKib],
    ['ignored_fields', result.ignoredFields],
    ['skipped_values', result.skippedValues],
  ];
}
