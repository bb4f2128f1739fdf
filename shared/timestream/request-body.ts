/**
 * The body of a WriteRecords request, written as text straight from the records: going through objects and the SDK's schema costs
 * more than everything else that happens to a record. write makes it of a batch, send-body sends it.
 */
import type { MeasureType } from '../tables/definition';
import type { TimestreamRecord } from './record';
import { coarsestExactUnit, inUnit, type TimeUnit } from './time-unit';

export interface WriteTarget {
  readonly database: string;
  readonly table: string;
}

/** What all records of a request have in common. */
export interface CommonAttributes {
  readonly dimensions: TimestreamRecord['dimensions'];
  readonly measureName?: string;
  readonly timeNs?: bigint;
  readonly version?: number;
}

/**
 * @param common must be true of every record, which then leaves it out
 * @returns JSON in UTF-8: https://docs.aws.amazon.com/timestream/latest/developerguide/API_WriteRecords.html
 */
export function requestBody({ database, table }: WriteTarget, common: CommonAttributes, records: readonly TimestreamRecord[]): Buffer {
  const unit = coarsestExactUnit(records);
  const measureText = measureWriter(unit);
  let text = `{"DatabaseName":${quoted(database)},"TableName":${quoted(table)},"CommonAttributes":{"MeasureValueType":"MULTI","TimeUnit":"${unit.name}"`;
  if (common.dimensions.length > 0) text += dimensionsMember(common.dimensions, []);
  if (common.measureName !== undefined) text += `,"MeasureName":${quoted(common.measureName)}`;
  if (common.timeNs !== undefined) text += `,"Time":"${inUnit(common.timeNs, unit)}"`;
  if (common.version !== undefined) text += `,"Version":${common.version}`;
  text += '},"Records":[';
  let beforeRecord = '';
  for (const { dimensions, measureName, timeNs, version, measures } of records) {
    text += `${beforeRecord}{"MeasureValues":[`;
    beforeRecord = ',';
    let beforeMeasure = '';
    for (const measure of measures) {
      text += beforeMeasure + measureText(measure);
      beforeMeasure = ',';
    }
    text += ']';
    if (dimensions.length > common.dimensions.length) text += dimensionsMember(dimensions, common.dimensions);
    if (common.measureName === undefined) text += `,"MeasureName":${quoted(measureName)}`;
    if (common.timeNs === undefined) text += `,"Time":"${inUnit(timeNs, unit)}"`;
    if (common.version === undefined) text += `,"Version":${version}`;
    text += '}';
  }
  return Buffer.from(`${text}]}`);
}

type Dimensions = TimestreamRecord['dimensions'];
type Measure = TimestreamRecord['measures'][number];

/** Those that are not common. No two dimensions of a record have one name, so there are some when a record has more. */
function dimensionsMember(dimensions: Dimensions, common: Dimensions): string {
  let list = '';
  for (const { name, value } of dimensions) {
    if (common.some((other) => other.name === name && other.value === value)) continue;
    list += `${list === '' ? '' : ','}{"Name":${quoted(name)},"Value":${quoted(value)}}`;
  }
  return `,"Dimensions":[${list}]`;
}

/** Name and type are the same in most records of a request: that part is written once. */
function measureWriter(unit: TimeUnit): (measure: Measure) => string {
  const beginnings: Record<MeasureType, Map<string, string>> = {
    DOUBLE: new Map(), BIGINT: new Map(), VARCHAR: new Map(), BOOLEAN: new Map(), TIMESTAMP: new Map(),
  };
  return ({ name, type, value }) => {
    let beginning = beginnings[type].get(name);
    if (beginning === undefined) {
      beginning = `{"Name":${quoted(name)},"Type":"${type}","Value":`;
      beginnings[type].set(name, beginning);
    }
    return `${beginning}${quoted(type === 'TIMESTAMP' ? inUnit(BigInt(value), unit) : value)}}`;
  };
}

/** What JSON cannot hold as it stands: its own signs, control characters, and halves of surrogate pairs, which have no UTF-8. */
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** JSON.stringify alone takes twice as long, and hardly any text needs it. */
function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}
