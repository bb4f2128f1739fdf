/** Records gathered by series with the bytes that each is billed for: batch decides by them what goes into one request. */
import { timeBytes, utf8Bytes, valueBytes } from './metered';
import type { TimestreamRecord } from './record';

/** A dimension with what it costs where it is not shared. */
export interface SizedDimension {
  readonly name: string;
  readonly value: string;
  readonly bytes: number;
}

export interface Series {
  readonly dimensions: readonly SizedDimension[];
  readonly dimensionBytes: number;
  readonly measureName: string;
  readonly measureNameBytes: number;
  /** By time; those of one time in the order they came. */
  readonly records: SizedRecord[];
}

export interface SizedRecord {
  readonly index: number;
  readonly record: TimestreamRecord;
  readonly series: Series;
  /** Of its measures, and of its time: what no other record shares but by chance. */
  readonly ownBytes: number;
}

/** Every record once, in its series; series in the order of their first record. */
export function gatherSeries(records: readonly TimestreamRecord[]): readonly Series[] {
  const byKey = new Map<string, Series>();
  const measureBytes = measureCounter();
  let isSorted = true;
  for (const [index, record] of records.entries()) {
    const series = seriesOf(record, byKey);
    const last = series.records.at(-1);
    isSorted &&= last === undefined || last.record.timeNs <= record.timeNs;
    series.records.push({ index, record, series, ownBytes: timeBytes + measureBytes(record.measures) });
  }
  const all = [...byKey.values()];
  // Sorting is stable.
  if (!isSorted) for (const { records: own } of all) own.sort((a, b) => compareTimes(a.record.timeNs, b.record.timeNs));
  return all;
}

/** By a short key that is nearly always enough, and by the exact one where two series have the same. */
function seriesOf(record: TimestreamRecord, byKey: Map<string, Series>): Series {
  let key = record.measureName;
  for (const { value } of record.dimensions) key += `\n${value}`;
  const found = byKey.get(key);
  if (found !== undefined && isSeriesOf(found, record)) return found;
  if (found !== undefined) key = exactKey(record);
  const series = byKey.get(key) ?? newSeries(record);
  byKey.set(key, series);
  return series;
}

function isSeriesOf({ measureName, dimensions }: Series, record: TimestreamRecord): boolean {
  if (measureName !== record.measureName || dimensions.length !== record.dimensions.length) return false;
  for (let at = 0; at < dimensions.length; at += 1) {
    const [one, other] = [dimensions[at], record.dimensions[at]];
    if (one?.name !== other?.name || one?.value !== other?.value) return false;
  }
  return true;
}

export function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** No short key begins with a zero character and a number; lengths keep names and values apart, whatever characters they have. */
function exactKey({ dimensions, measureName }: TimestreamRecord): string {
  let key = `\0${measureName.length} ${measureName}`;
  for (const { name, value } of dimensions) key += `\n${name.length} ${value.length} ${name}${value}`;
  return key;
}

function newSeries({ dimensions, measureName }: TimestreamRecord): Series {
  const sized = dimensions.map(({ name, value }) => ({ name, value, bytes: utf8Bytes(name) + utf8Bytes(value) }));
  return {
    dimensions: sized,
    dimensionBytes: sized.reduce((sum, { bytes }) => sum + bytes, 0),
    measureName,
    measureNameBytes: utf8Bytes(measureName),
    records: [],
  };
}

type Measures = TimestreamRecord['measures'];

/** Counts the bytes of measures; most records have the same names and types as the one before, and text alone differs in size. */
function measureCounter(): (measures: Measures) => number {
  let before: Measures = [];
  let fixedBytes = 0;
  return (measures) => {
    if (!haveSameShape(measures, before)) {
      before = measures;
      fixedBytes = measures.reduce((sum, { name, type, value }) => sum + utf8Bytes(name) + (type === 'VARCHAR' ? 0 : valueBytes(type, value)), 0);
    }
    let bytes = fixedBytes;
    for (const { type, value } of measures) if (type === 'VARCHAR') bytes += utf8Bytes(value);
    return bytes;
  };
}

function haveSameShape(measures: Measures, others: Measures): boolean {
  if (measures.length !== others.length) return false;
  for (let at = 0; at < measures.length; at += 1) {
    const [one, other] = [measures[at], others[at]];
    if (one?.name !== other?.name || one?.type !== other?.type) return false;
  }
  return true;
}
