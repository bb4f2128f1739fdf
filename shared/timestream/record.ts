/** One Timestream multi-measure record and its wire form; made from a reading or a KPI, packed by batch, put into words by request-body. */
import type { MeasureType } from '../tables/definition';
import { coarsestExactUnit, inUnit, type TimeUnit } from './time-unit';

/** A reading of shared/readings is one as it stands. */
export interface TimestreamRecord {
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly measureName: string;
  readonly timeNs: bigint;
  readonly version: number;
  /** Values are in Timestream's text form; a TIMESTAMP is epoch nanoseconds. */
  readonly measures: readonly { readonly name: string; readonly type: MeasureType; readonly value: string }[];
}

/** What became of one record, by index; `retryable` may be sent again as it is. */
export type RecordOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'superseded'; readonly existingVersion: number }
  | { readonly kind: 'conflict'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'retryable'; readonly error: Error };

/** A record as WriteRecords takes it; what stands in the common attributes is left out. */
export interface WireRecord {
  readonly Dimensions?: { readonly Name: string; readonly Value: string }[];
  readonly MeasureName?: string;
  readonly MeasureValueType?: 'MULTI';
  readonly MeasureValues?: { readonly Name: string; readonly Value: string; readonly Type: MeasureType }[];
  readonly Time?: string;
  readonly TimeUnit?: TimeUnit['name'];
  readonly Version?: number;
}

/** The whole record as an object, nothing left out: what a write costs and means is told by it; requests are written as text instead. */
export function recordToWire(record: TimestreamRecord): Required<WireRecord> {
  const unit = coarsestExactUnit([{ record }]);
  return {
    Dimensions: record.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    MeasureName: record.measureName,
    MeasureValueType: 'MULTI',
    MeasureValues: record.measures.map(({ name, type, value }) => ({
      Name: name,
      Value: type === 'TIMESTAMP' ? inUnit(BigInt(value), unit) : value,
      Type: type,
    })),
    Time: inUnit(record.timeNs, unit),
    TimeUnit: unit.name,
    Version: record.version,
  };
}
