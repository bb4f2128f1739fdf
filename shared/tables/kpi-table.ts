/** The table of KPI records: what shared/kpis writes to it, and what cross-checks therefore asks of its entry in tables.json. */
import { deadLetterReasons, type DeadLetterReason } from '../errors';
import type { MeasureType } from './definition';

type WithUnderscores<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${WithUnderscores<Tail>}` : S;

export type DeadLetterCount = `dead_lettered_${WithUnderscores<DeadLetterReason>}`;

interface KpiTable {
  readonly name: string;
  readonly measureName: string;
  readonly dimensions: readonly string[];
  readonly measures: Readonly<Record<string, MeasureType>>;
}

/** What handlers count while they work; a count nobody added to is left out of the record. */
export type CountName =
  | 'written'
  | 'superseded'
  | 'retried'
  | 'dead_lettered'
  | DeadLetterCount
  | 'metered_kib'
  | 'bytes_scanned'
  | 'ignored_fields'
  | 'skipped_values';

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
  'skipped_values',
];

/**
 * Every function writes one record per invocation to it. The measures `cold_start` and `errors` are 0 or 1 and `invocations` is
 * always 1, so that their sums are counts and the ratio of two sums is a rate.
 */
export const kpiTable: KpiTable = {
  name: 'Kpis',
  measureName: 'invocation',
  dimensions: ['function', 'stage'],
  measures: {
    duration_ms: 'DOUBLE',
    cold_start: 'BIGINT',
    invocations: 'BIGINT',
    errors: 'BIGINT',
    error_type: 'VARCHAR',
    request_id: 'VARCHAR',
    ...Object.fromEntries(countNames.map((name) => [name, 'BIGINT' as const])),
  },
};
