/** A record of the model-based test: what it says, and how that looks in WriteRecords; made by arbitraries, taken in by model-table. */
import type { _Record, MeasureValueType } from '@aws-sdk/client-timestream-write';

export type ScalarType = 'DOUBLE' | 'BIGINT' | 'VARCHAR' | 'BOOLEAN' | 'TIMESTAMP';

export interface SentValue {
  readonly name: string;
  readonly type: ScalarType;
  /** As it is sent; a TIMESTAMP in nanoseconds. */
  readonly text: string;
}

export interface SentRecord {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly measureName: string;
  /** One without a name for a single measure, otherwise those of a MULTI record. */
  readonly values: readonly SentValue[];
  readonly isMulti: boolean;
  readonly timeNs: bigint;
  /** Undefined where the request does not say it, which means 1. */
  readonly version: number | undefined;
}

const unitNs = { SECONDS: 1_000_000_000n, MILLISECONDS: 1_000_000n, MICROSECONDS: 1_000n, NANOSECONDS: 1n } as const;
type Unit = keyof typeof unitNs;

/** Milliseconds are the default; the other units are met as well. */
function unitOf(record: SentRecord): Unit {
  if (record.values.some(({ type }) => type === 'TIMESTAMP')) return 'NANOSECONDS';
  return (['MILLISECONDS', 'MICROSECONDS', 'NANOSECONDS'] as const).find((unit) => record.timeNs % unitNs[unit] === 0n) ?? 'NANOSECONDS';
}

export function measureTypeOf({ isMulti, values }: SentRecord): MeasureValueType {
  return isMulti ? 'MULTI' : values[0]!.type;
}

/** The record on the wire, all of it in itself. Defaults are left out. */
export function wireRecord(record: SentRecord): _Record {
  const unit = unitOf(record);
  const type = measureTypeOf(record);
  return {
    Dimensions: Object.entries(record.dimensions).map(([Name, Value]) => ({ Name, Value })),
    MeasureName: record.measureName,
    ...(type !== 'DOUBLE' && { MeasureValueType: type }),
    ...(record.isMulti
      ? { MeasureValues: record.values.map(({ name, type: Type, text }) => ({ Name: name, Type, Value: text })) }
      : { MeasureValue: record.values[0]!.text }),
    Time: String(record.timeNs / unitNs[unit]),
    ...(unit !== 'MILLISECONDS' && { TimeUnit: unit }),
    ...(record.version !== undefined && { Version: record.version }),
  };
}

export interface WireBatch {
  readonly Records: readonly _Record[];
  readonly CommonAttributes?: _Record;
}

/** The same records with what they share said once: dimensions that all have alike, and members that all have alike. */
export function wireBatch(records: readonly SentRecord[], isShared: boolean): WireBatch {
  const wire = records.map(wireRecord);
  const [first, ...others] = wire;
  if (!isShared || first === undefined) return { Records: wire };
  const isEverywhere = (test: (record: _Record) => boolean) => others.every(test);
  const Dimensions = (first.Dimensions ?? []).filter(({ Name, Value }) => isEverywhere((record) => record.Dimensions?.some((other) => other.Name === Name && other.Value === Value) ?? false));
  const shared = (['MeasureName', 'MeasureValueType', 'Time', 'TimeUnit', 'Version'] as const).filter((member) => first[member] !== undefined && isEverywhere((record) => record[member] === first[member]));
  const CommonAttributes: _Record = { ...(Dimensions.length > 0 && { Dimensions }), ...Object.fromEntries(shared.map((member) => [member, first[member]])) };
  const Records = wire.map((record) => ({
    ...Object.fromEntries(Object.entries(record).filter(([member]) => !shared.some((one) => one === member))),
    Dimensions: record.Dimensions?.filter(({ Name }) => !Dimensions.some((dimension) => dimension.Name === Name)) ?? [],
  }));
  return { Records, CommonAttributes };
}
