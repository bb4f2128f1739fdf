/** The outcomes of an invocation as counts for its KPI record; every reading is in exactly one of the first four. */
import { deadLetterReasons, type DeadLetterReason } from '../errors';
import { firstRetried, type IngestResult, type ReadingOutcome } from './outcome';

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
  const settled = result.readings.filter(({ messageIndex }) => messageIndex < retriedFrom).map(({ outcome }) => outcome);
  const count = (isCounted: (outcome: ReadingOutcome) => boolean) => settled.filter(isCounted).length;
  const reasons = deadLetterReasons
    .map((reason) => [nameOfReason(reason), count((outcome) => outcome.kind === 'dead-lettered' && outcome.reason === reason)] as const)
    .filter(([, readings]) => readings > 0);
  return [
    ['written', count(({ kind }) => kind === 'written')],
    ['superseded', count(({ kind }) => kind === 'superseded')],
    ['retried', result.readings.length - settled.length],
    ['dead_lettered', count(({ kind }) => kind === 'dead-lettered')],
    ...reasons,
    ['metered_kib', result.meteredKib],
    ['ignored_fields', result.ignoredFields],
    ['skipped_values', result.skippedValues],
  ];
}
