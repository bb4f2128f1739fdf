/** One Timestream multi-measure record and its wire form; made from a reading or a KPI, packed by batch, sent by write. */
import type { MeasureType } from '../tables/definition';
import { nsPerMs } from '../time';

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
  readonly TimeUnit?: TimeUnit;
  readonly Version?: number;
}

type TimeUnit = 'MILLISECONDS' | 'MICROSECONDS' | 'NANOSECONDS';

const nsPerUs = 1_000n;

/** The whole record, nothing left out. */
export function recordToWire(record: TimestreamRecord): Required<WireRecord> {
  const unit = coarsestExactUnit(record);
  return {
    Dimensions: record.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    MeasureName: record.measureName,
    MeasureValueType: 'MULTI',
    MeasureValues: record.measures.map(({ name, type, value }) => ({
      Name: name,
      Value: type === 'TIMESTAMP' ? (BigInt(value) / unit.ns).toString() : value,
      Type: type,
    })),
    Time: (record.timeNs / unit.ns).toString(),
    TimeUnit: unit.name,
    Version: record.version,
  };
}

/**
 * The coarsest unit that keeps the time exact, and with it every TIMESTAMP measure, because those are read in the record's unit.
 * The unit is no part of a record's identity: the service stores nanoseconds.
 */
function coarsestExactUnit({ timeNs, measures }: TimestreamRecord): { readonly name: TimeUnit; readonly ns: bigint } {
  const times = [timeNs, ...measures.filter(({ type }) => type === 'TIMESTAMP').map(({ value }) => BigInt(value))];
  const isExact = (ns: bigint) => times.every((time) => time % ns === 0n);
  if (isExact(nsPerMs)) return { name: 'MILLISECONDS', ns: nsPerMs };
  if (isExact(nsPerUs)) return { name: 'MICROSECONDS', ns: nsPerUs };
  return { name: 'NANOSECONDS', ns: 1n };
}
