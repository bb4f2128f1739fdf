/** One Timestream multi-measure record, before the SDK's wire shape; made from a reading or a KPI, packed by batch. */
import type { MeasureType } from '../tables/definition';

export interface TimestreamRecord {
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly measureName: string;
  readonly timeNs: bigint;
  readonly version: number;
  readonly measures: readonly { readonly name: string; readonly type: MeasureType; readonly value: string }[];
}

/** What became of one record, by index; `retryable` may be sent again as it is. */
export type RecordOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'superseded'; readonly existingVersion: number }
  | { readonly kind: 'conflict'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'retryable'; readonly error: Error };
