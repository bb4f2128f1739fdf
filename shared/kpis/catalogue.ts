/** The names and types of everything a KPI record can say; the `Kpis` table of tables.json declares the same. */
import { deadLetterReasons, type DeadLetterReason } from '../errors';
import type { MeasureType } from '../tables/definition';

/** The table and the measure name of KPI records. */
export const kpiTable = 'Kpis';
export const kpiMeasureName = 'invocation';

type WithUnderscores<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${WithUnderscores<Tail>}` : S;

export type DeadLetterCount = `dead_lettered_${WithUnderscores<DeadLetterReason>}`;

/** What handlers count while they work; a count nobody added to is left out of the record. */
export type CountName =
  | 'written'
  | 'superseded'
  | 'retried'
  | 'dead_lettered'
  | DeadLetterCount
  | 'metered_kib'
  | 'bytes_scanned'
  | 'ignored_fields';

/** The count of one reason a reading was dead-lettered for. */
export function deadLetterCount(reason: DeadLetterReason): DeadLetterCount {
  // The template type does the same replacement, which TypeScript cannot see through replaceAll.
  return `dead_lettered_${reason.replaceAll('-', '_')}` as DeadLetterCount;
}

export const countNames: readonly CountName[] = [
  'written',
  'superseded',
  'retried',
  'dead_lettered',
  ...deadLetterReasons.map(deadLetterCount),
  'metered_kib',
  'bytes_scanned',
  'ignored_fields',
];

/**
 * Every measure of a KPI record. `cold_start` and `errors` are 0 or 1 and `invocations` is always 1, so that their sums are
 * counts and the ratio of two sums is a rate.
 */
export const kpiMeasures: Readonly<Record<string, MeasureType>> = {
  duration_ms: 'DOUBLE',
  cold_start: 'BIGINT',
  invocations: 'BIGINT',
  errors: 'BIGINT',
  error_type: 'VARCHAR',
  request_id: 'VARCHAR',
  ...Object.fromEntries(countNames.map((name) => [name, 'BIGINT' as const])),
};
