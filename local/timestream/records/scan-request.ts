/**
 * Reads the body of WriteRecords straight into records, without the detour through JavaScript objects, which takes several
 * times as long. Used by write-records.
 *
 * It takes what is plain and valid throughout, and gives up at anything else, be it wrong or merely unusual: then the body
 * is parsed, checked and decoded, which also tells what is wrong. So it has no rules and no texts of its own.
 */
import { isUtf8 } from 'node:buffer';
import { ServiceError } from '../errors';
import { columnTypes, firstVersion } from './decode-records';
import { readDimensions, type KnownDimensions } from './known-dimensions';
import { maxMeasureValueLength, maxRecordsPerRequest, maxTimeLength } from './limits';
import { isTimeUnit, parseTime, timeOf, type TimeUnit } from './parse-value';
import { plainWhole } from './plain-decimal';
import { giveUp, KnownBytes, NotPlain, PlainJson } from './plain-json';
import type { Cell, TimestreamRecord } from './record';
import { Repeated } from './repeated';
import { plainType, readAttributes, validMeasureName, valueOf, type PlainType } from './scan-attributes';

export interface ScannedRequest {
  readonly databaseName: string;
  readonly tableName: string;
  readonly records: readonly TimestreamRecord[];
}

/** Those members of a record, or of the common attributes, that are there. */
class Members {
  dimensions: KnownDimensions | undefined;
  measureName: string | undefined;
  measureValue: string | undefined;
  measureValueType: PlainType | 'MULTI' | undefined;
  /** As text where no number holds it exactly. */
  time: number | string | undefined;
  timeUnit: TimeUnit | undefined;
  version: bigint | undefined;
  measureValues: readonly Cell[] | undefined;
}

const keys = {
  databaseName: KnownBytes.of('DatabaseName'), tableName: KnownBytes.of('TableName'), records: KnownBytes.of('Records'),
  commonAttributes: KnownBytes.of('CommonAttributes'), dimensions: KnownBytes.of('Dimensions'), measureName: KnownBytes.of('MeasureName'),
  measureValue: KnownBytes.of('MeasureValue'), measureValueType: KnownBytes.of('MeasureValueType'), time: KnownBytes.of('Time'),
  timeUnit: KnownBytes.of('TimeUnit'), version: KnownBytes.of('Version'), measureValues: KnownBytes.of('MeasureValues'),
};

const databaseName = new Repeated((text) => text);
const tableName = new Repeated((text) => text);
const measureName = new Repeated(validMeasureName);
const measureValueType = new Repeated((text) => (text === 'MULTI' ? text : plainType(text)));
const timeUnit = new Repeated((text) => (isTimeUnit(text) ? text : undefined));

/** @returns undefined when the body must go the long way */
export function scanRequest(body: Buffer): ScannedRequest | undefined {
  if (!isUtf8(body)) return undefined;
  try {
    return readRequest(new PlainJson(body));
  } catch (cause) {
    if (cause instanceof NotPlain || cause instanceof ServiceError) return undefined;
    throw cause;
  }
}

function readRequest(json: PlainJson): ScannedRequest {
  let database: string | undefined;
  let table: string | undefined;
  let records: readonly Members[] | undefined;
  let common: Members | undefined;
  for (let isFirst = true; json.nextMember(isFirst); isFirst = false) {
    json.skipSpaces();
    if (json.isKey(keys.databaseName)) database = only(database, databaseName.read(json));
    else if (json.isKey(keys.tableName)) table = only(table, tableName.read(json));
    else if (json.isKey(keys.records)) records = only(records, readRecords(json));
    else if (json.isKey(keys.commonAttributes)) common = only(common, readMembers(json));
    else giveUp();
  }
  json.expectEnd();
  if (database === undefined || table === undefined || records === undefined || records.length === 0) giveUp();
  const times = new Times();
  const shared = common ?? new Members();
  return { databaseName: database, tableName: table, records: records.map((own) => recordOf(own, shared, times)) };
}

/** JSON takes the last of equal keys; nobody sends them. */
function only<T>(before: T | undefined, value: T): T {
  return before === undefined ? value : giveUp();
}

function readRecords(json: PlainJson): readonly Members[] {
  const records: Members[] = [];
  while (json.nextElement(records.length === 0)) {
    if (records.length === maxRecordsPerRequest) giveUp();
    records.push(readMembers(json));
  }
  return records;
}

function readMembers(json: PlainJson): Members {
  const members = new Members();
  for (let isFirst = true; json.nextMember(isFirst); isFirst = false) {
    json.skipSpaces();
    if (json.isKey(keys.dimensions)) members.dimensions = only(members.dimensions, readDimensions(json));
    else if (json.isKey(keys.measureName)) members.measureName = only(members.measureName, measureName.read(json));
    else if (json.isKey(keys.measureValueType)) members.measureValueType = only(members.measureValueType, measureValueType.read(json));
    else if (json.isKey(keys.time)) members.time = only(members.time, readTime(json));
    else if (json.isKey(keys.measureValues)) members.measureValues = only(members.measureValues, readAttributes(json));
    else if (json.isKey(keys.measureValue)) members.measureValue = only(members.measureValue, readValue(json));
    else if (json.isKey(keys.timeUnit)) members.timeUnit = only(members.timeUnit, timeUnit.read(json));
    else if (json.isKey(keys.version)) members.version = only(members.version, json.positiveNumber());
    else giveUp();
  }
  return members;
}

function readValue(json: PlainJson): string {
  json.passText();
  const bytes = json.end - json.start;
  return bytes >= 1 && bytes <= maxMeasureValueLength ? json.passed() : giveUp();
}

/** Requests hardly ever share a time, so none is kept from one to the next. */
function readTime(json: PlainJson): number | string {
  json.passText();
  const whole = plainWhole(json.bytes, json.start, json.end);
  if (whole !== undefined) return whole;
  const bytes = json.end - json.start;
  return bytes >= 1 && bytes <= maxTimeLength ? json.passed() : giveUp();
}

function recordOf(own: Members, common: Members, times: Times): TimestreamRecord {
  const type = own.measureValueType ?? common.measureValueType ?? 'DOUBLE';
  const set = own.dimensions ? own.dimensions.setWith(common.dimensions) : (common.dimensions ?? giveUp()).setWith(undefined);
  return {
    dimensions: set.dimensions,
    dimensionKey: set.dimensionKey,
    measureName: own.measureName ?? common.measureName ?? giveUp(),
    measureType: type === 'MULTI' ? 'multi' : columnTypes[type],
    timeNs: times.read(own.time ?? common.time ?? giveUp(), own.timeUnit ?? common.timeUnit ?? 'MILLISECONDS'),
    version: own.version ?? common.version ?? firstVersion,
    cells: cellsOf(type, own.measureValue ?? common.measureValue, own.measureValues ?? common.measureValues),
  };
}

function cellsOf(type: PlainType | 'MULTI', value: string | undefined, values: readonly Cell[] | undefined): readonly Cell[] {
  if (type === 'MULTI') return value === undefined && values !== undefined && values.length > 0 ? values : giveUp();
  if (value === undefined || values !== undefined) giveUp();
  return [{ name: `measure_value::${columnTypes[type]}`, type: columnTypes[type], value: valueOf(type, value) }];
}

/** Records of one request often share their time. */
class Times {
  #time: number | string | undefined;
  #unit: TimeUnit | undefined;
  #timeNs = 0n;

  read(time: number | string, unit: TimeUnit): bigint {
    if (time !== this.#time || unit !== this.#unit) {
      this.#timeNs = typeof time === 'number' ? timeOf(BigInt(time), unit) : parseTime(time, unit) ?? giveUp();
      this.#time = time;
      this.#unit = unit;
    }
    return this.#timeNs;
  }
}
