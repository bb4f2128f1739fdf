/** The records that the crash test writes: each follows from its key and version, so that a row that comes back can be checked by itself. */
import type { _Record } from '@aws-sdk/client-timestream-write';

export const tableNames = ['Readings', 'Plain', 'Late'] as const;
export type TableName = (typeof tableNames)[number];

export const writers = 6;
/** Before and after the clock moved on, of each writer in each table. */
export const indexesBeforeShift = 50_000;
export const indexes = 2 * indexesBeforeShift;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** How far the server's clock moves on in the middle of the test, so that days which were written as recent become old ones. */
export const shiftMs = 2 * dayMs;
/** Late arrivals are from as many days. */
const lateDays = 5;
/** The same for all tables: what is older goes to the magnetic store. */
export const memoryHours = 6;

export interface RecordKey {
  readonly table: TableName;
  readonly writer: number;
  /** The place among the records that the writer made for the table. */
  readonly index: number;
}

/** The last six digits are the writer and the index, so that a row tells its key. */
export function timeNsOf({ table, writer, index }: RecordKey, startMs: number): bigint {
  const days = table === 'Late' ? -1 - (index % lateDays) : 0;
  const ms = startMs + days * dayMs + (index < indexesBeforeShift ? 0 : shiftMs) + index;
  return BigInt(ms) * 1_000_000n + BigInt(writer * indexes + index);
}

export function keyOfTime(table: TableName, timeNs: bigint): RecordKey {
  const digits = Number(timeNs % 1_000_000n);
  return { table, writer: Math.floor(digits / indexes), index: digits % indexes };
}

type Cells = Readonly<Record<string, readonly [type: 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'BOOLEAN' | 'TIMESTAMP', value: string, text?: string]>>;

/** With time new dimensions, series and columns appear. */
function dimensionsOf({ index }: RecordKey): Readonly<Record<string, string>> {
  const device = `dev-${index % 5}-${Math.floor(index / 1000)}`;
  if (index % 3 > 0) return { device_id: device };
  return index < 2000 ? { device_id: device, site: 'é "x"' } : { device_id: device, site: 'b', floor: String(index % 2) };
}

function multiCells(key: RecordKey, version: number, startMs: number): Cells {
  const timeNs = timeNsOf(key, startMs);
  return {
    version: ['BIGINT', String(version)],
    text: ['VARCHAR', `${key.writer}/${key.index} v${version} é`],
    half: ['DOUBLE', String(key.index + version / 2 + 0.25)],
    at: ['TIMESTAMP', String(timeNs), timestampText(timeNs)],
    [`extra_${Math.floor(key.index / 1500)}`]: ['BOOLEAN', String(version % 2 === 0)],
  };
}

function singleCell({ index }: RecordKey, version: number): readonly [measureName: string, ...Cells[string]] {
  switch (index % 4) {
    case 0: return ['count', 'BIGINT', String(index * 1000 + version)];
    case 1: return ['level', 'DOUBLE', String(index + version / 4 + 0.125)];
    case 2: return ['state', 'VARCHAR', `${index} v${version}`];
    default: return ['open', 'BOOLEAN', String(version % 2 === 0)];
  }
}

/** @param isFalse gives values that no record with this key and version has */
export function recordOf(key: RecordKey, version: number, startMs: number, isFalse = false): _Record {
  const common = {
    Dimensions: Object.entries(dimensionsOf(key)).map(([Name, Value]) => ({ Name, Value })),
    Time: String(timeNsOf(key, startMs)), TimeUnit: 'NANOSECONDS' as const, Version: version,
  };
  if (key.table !== 'Plain') {
    const cells = { ...multiCells(key, version, startMs), ...(isFalse && { text: ['VARCHAR', 'false'] as const }) };
    return { ...common, MeasureName: 'metrics', MeasureValueType: 'MULTI', MeasureValues: Object.entries(cells).map(([Name, [Type, Value]]) => ({ Name, Type, Value })) };
  }
  const [MeasureName, MeasureValueType, value] = singleCell(key, version);
  const falseValue = MeasureValueType === 'BOOLEAN' ? String(value === 'false') : '-1';
  return { ...common, MeasureName, MeasureValueType, MeasureValue: isFalse ? falseValue : value };
}

/** What a query answers of it: texts by column, without those that are NULL. */
export function rowOf(key: RecordKey, version: number, startMs: number): Readonly<Record<string, string>> {
  const common = { ...dimensionsOf(key), time: timestampText(timeNsOf(key, startMs)) };
  if (key.table === 'Plain') {
    const [measureName, type, value] = singleCell(key, version);
    return { ...common, measure_name: measureName, [`measure_value::${type.toLowerCase()}`]: value };
  }
  const cells = Object.entries(multiCells(key, version, startMs)).map(([name, [, value, text = value]]) => [name, text]);
  return { ...common, measure_name: 'metrics', ...Object.fromEntries(cells) };
}

/** Whether the memory store takes it; the magnetic store takes what is older. */
export function isRecent(key: RecordKey, startMs: number, nowMs: number): boolean {
  return timeNsOf(key, startMs) >= BigInt(nowMs - memoryHours * hourMs) * 1_000_000n;
}

/** Nine digits, no zone. */
export function timestampText(timeNs: bigint): string {
  const seconds = new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 19).replace('T', ' ');
  return `${seconds}.${String(timeNs % 1_000_000_000n).padStart(9, '0')}`;
}

export function timeNsOfText(text: string): bigint {
  return BigInt(Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)) * 1_000_000n + BigInt(text.slice(20));
}
