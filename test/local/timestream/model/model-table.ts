/**
 * What a table must do, in the fewest words: the rules of the service's documents over a plain map, written apart from the server.
 *
 * Sources: https://docs.aws.amazon.com/timestream/latest/developerguide/API_WriteRecords.html, data-modeling, ts-limits.
 */
import { measureTypeOf, type ScalarType, type SentRecord } from './sent-record';

export const nsPerMinute = 60_000_000_000n;
export const nsPerHour = 60n * nsPerMinute;
export const nsPerDay = 24n * nsPerHour;

export interface TableSettings {
  readonly memoryHours: number;
  readonly magneticDays: number;
  readonly takesLate: boolean;
  /** The dimension that is the partition key, and whether records must have it. */
  readonly partitionKey: { readonly name: string; readonly isRequired: boolean } | undefined;
}

export interface ExpectedRejection {
  /** The reasons that would be right; where there are several faults, any of them. */
  readonly reasons: readonly (string | RegExp)[];
  readonly existingVersion?: number;
}

export interface StoredRecord extends SentRecord {
  readonly version: number;
}

type Store = 'memory' | 'magnetic';

export class ModelTable {
  readonly records = new Map<string, StoredRecord>();
  /** Late records that nobody sees yet, in the order they came. */
  #delayed: { readonly record: SentRecord; readonly dueNs: bigint }[] = [];
  /** Dimension names, and measures columns with their types; they stay when their rows expire. */
  readonly dimensions = new Set<string>();
  readonly columns = new Map<string, ScalarType>();
  readonly attributes = new Set<string>();
  readonly measures = new Map<string, { readonly type: string; readonly dimensions: Set<string> }>();
  /** The memory store never reaches back before it: widening does not open the past. */
  #memoryFromNs = 0n;
  /** What was before it has expired for good. */
  #expiredBeforeNs = 0n;

  constructor(public settings: TableSettings) {}

  update(change: Partial<TableSettings>, nowNs: bigint): void {
    this.expire(nowNs);
    if (change.memoryHours !== undefined) this.#memoryFromNs = this.#memoryFrom(nowNs);
    this.settings = { ...this.settings, ...change };
    this.expire(nowNs);
  }

  /** Late records that are due meet what is there by then, and the magnetic store drops without a word what it cannot take. */
  settle(nowNs: bigint): void {
    const due = this.#delayed.filter(({ dueNs }) => dueNs <= nowNs).sort((a, b) => (a.dueNs < b.dueNs ? -1 : a.dueNs > b.dueNs ? 1 : 0));
    this.#delayed = this.#delayed.filter(({ dueNs }) => dueNs > nowNs);
    for (const { record } of due) this.#keep(record);
    this.expire(nowNs);
  }

  /** Both stores keep from the time of the record on, so the longer one decides. */
  expire(nowNs: bigint): void {
    const keptNs = max(BigInt(this.settings.memoryHours) * nsPerHour, BigInt(this.settings.magneticDays) * nsPerDay);
    this.#expiredBeforeNs = max(this.#expiredBeforeNs, nowNs - keptNs);
    for (const [key, { timeNs }] of this.records) if (timeNs < this.#expiredBeforeNs) this.records.delete(key);
  }

  /**
   * @param delayNs how long late records stay invisible
   * @returns where the record went, or why not
   */
  write(record: SentRecord, nowNs: bigint, delayNs: bigint): Store | ExpectedRejection {
    const store = this.#storeOf(record.timeNs, nowNs);
    const reasons = [...(store === undefined ? [this.#windowReason(nowNs)] : []), ...this.#faultsOf(record)];
    if (store === undefined || reasons.length > 0) return { reasons };
    if (store === 'memory') return this.#keep(record) ?? store;
    if (delayNs === 0n) this.#keep(record);
    else this.#delayed.push({ record, dueNs: nowNs + delayNs });
    this.#define(record);
    return store;
  }

  /** @returns why not */
  #keep(record: SentRecord): ExpectedRejection | undefined {
    const key = keyOf(record);
    const version = record.version ?? 1;
    const existing = this.records.get(key);
    const rejection = existing && versionConflict(existing, record, version);
    if (rejection) return rejection;
    this.#define(record);
    this.records.set(key, { ...record, version });
    return undefined;
  }

  #memoryFrom(nowNs: bigint): bigint {
    return max(nowNs - BigInt(this.settings.memoryHours) * nsPerHour, this.#memoryFromNs);
  }

  #storeOf(timeNs: bigint, nowNs: bigint): Store | undefined {
    if (timeNs >= nowNs + 15n * nsPerMinute) return undefined;
    if (timeNs >= this.#memoryFrom(nowNs)) return 'memory';
    const isKept = timeNs >= nowNs - BigInt(this.settings.magneticDays) * nsPerDay && timeNs >= this.#expiredBeforeNs;
    return this.settings.takesLate && isKept ? 'magnetic' : undefined;
  }

  #windowReason(nowNs: bigint): string {
    if (this.settings.takesLate) return 'The record timestamp is outside the time range of the data ingestion window.';
    return `The record timestamp is outside the time range [${isoText(this.#memoryFrom(nowNs))}, ${isoText(nowNs + 15n * nsPerMinute)}) of the memory store.`;
  }

  /** Names the one that is at fault; the service's own words for these are not published. */
  #faultsOf(record: SentRecord): RegExp[] {
    const { dimensions, measureName, values, isMulti } = record;
    const { partitionKey } = this.settings;
    const type = measureTypeOf(record);
    const atFault: string[] = [];
    if (partitionKey?.isRequired && dimensions[partitionKey.name] === undefined) atFault.push(partitionKey.name);
    if ((this.measures.get(measureName)?.type ?? type) !== type) atFault.push(measureName);
    const singles = [...this.measures].flatMap(([name, measure]) => (measure.type === 'MULTI' ? [] : [name]));
    atFault.push(...Object.keys(dimensions).filter((name) => this.attributes.has(name) || singles.includes(name)));
    if (!isMulti && (this.dimensions.has(measureName) || dimensions[measureName] !== undefined)) atFault.push(measureName);
    if (isMulti) {
      atFault.push(...values.filter(({ name }) => this.dimensions.has(name) || dimensions[name] !== undefined).map(({ name }) => name));
      atFault.push(...values.filter((value) => (this.columns.get(value.name) ?? value.type) !== value.type).map(({ name }) => name));
    }
    return atFault.map((name) => new RegExp(`\\b${name}\\b`));
  }

  #define({ dimensions, measureName, values, isMulti, ...rest }: SentRecord): void {
    const measure = this.measures.get(measureName) ?? { type: measureTypeOf({ dimensions, measureName, values, isMulti, ...rest }), dimensions: new Set() };
    this.measures.set(measureName, measure);
    for (const name of Object.keys(dimensions)) {
      this.dimensions.add(name);
      measure.dimensions.add(name);
    }
    for (const { name, type } of values) {
      this.columns.set(columnOf(name, type, isMulti), type);
      if (isMulti) this.attributes.add(name);
    }
  }
}

export function columnOf(name: string, type: ScalarType, isMulti: boolean): string {
  return isMulti ? name : `measure_value::${type.toLowerCase()}`;
}

function keyOf({ dimensions, measureName, timeNs }: SentRecord): string {
  return JSON.stringify([Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)), measureName, String(timeNs)]);
}

function versionConflict(existing: StoredRecord, record: SentRecord, version: number): ExpectedRejection | undefined {
  const rejection = { existingVersion: existing.version };
  if (version < existing.version) {
    return { ...rejection, reasons: [`The record version ${version} is lower than the existing version ${existing.version}. A higher version is required to update the measure value.`] };
  }
  if (version > existing.version || valuesText(existing) === valuesText(record)) return undefined;
  return { ...rejection, reasons: ['A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.'] };
}

function valuesText({ values }: SentRecord): string {
  return JSON.stringify(values.map(({ name, text }) => [name, text]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

function isoText(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString();
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
