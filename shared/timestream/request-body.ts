/**
 * The body of a WriteRecords request, written as text straight from the records: going through objects and the SDK's schema costs
 * more than everything else that happens to a record. write makes it of a batch, send-body sends it.
 */
import type { MeasureType } from '../tables/definition';
import { jsonText, quotedJson } from './json-text';
import type { TimestreamRecord } from './record';
import { isSameDimension, type SeriesDimension } from './series-dimensions';
import { coarsestExactUnit, inUnit, type TimeUnit } from './time-unit';

export interface WriteTarget {
  readonly database: string;
  readonly table: string;
}

/** What all records of a request have in common. */
export interface CommonAttributes {
  readonly dimensions: readonly SeriesDimension[];
  readonly measureName?: string;
  readonly timeNs?: bigint;
  readonly version?: number;
}

/** A record with its series' dimensions, as batch packs it. */
export interface BodyRecord {
  readonly record: Pick<TimestreamRecord, 'measureName' | 'timeNs' | 'version' | 'measures'>;
  readonly series: { readonly dimensions: readonly SeriesDimension[] };
}

/**
 * Text grows in few long pieces, because each costs as much as twenty characters.
 *
 * @param common must be true of every record, which then leaves it out
 * @param entries at least one
 * @returns JSON in UTF-8: https://docs.aws.amazon.com/timestream/latest/developerguide/API_WriteRecords.html
 */
export function requestBody({ database, table }: WriteTarget, common: CommonAttributes, entries: readonly BodyRecord[]): Buffer {
  const unit = coarsestExactUnit(entries);
  const beginningOf = measureBeginnings();
  let text = `{"DatabaseName":${quotedJson(database)},"TableName":${quotedJson(table)},${commonMember(common, unit)},"Records":[`;
  let beforeRecord = '';
  for (const { record: { measureName, timeNs, version, measures }, series: { dimensions } } of entries) {
    text += beforeRecord;
    beforeRecord = '},';
    for (let place = 0; place < measures.length; place += 1) {
      const measure = measures[place];
      if (measure === undefined) continue;
      text += beginningOf(place, measure);
      text += valueText(measure, unit);
    }
    text += endOfMeasures;
    if (common.timeNs === undefined) {
      text += ',"Time":"';
      text += inUnit(timeNs, unit);
      text += '"';
    }
    if (dimensions.length > common.dimensions.length) text += ownDimensions(dimensions, common.dimensions);
    if (common.measureName === undefined) text += `,"MeasureName":${quotedJson(measureName)}`;
    if (common.version === undefined) text += `,"Version":${version}`;
  }
  return Buffer.from(`${text}}]}`);
}

function commonMember({ dimensions, measureName, timeNs, version }: CommonAttributes, unit: TimeUnit): string {
  let text = `"CommonAttributes":{"MeasureValueType":"MULTI","TimeUnit":"${unit.name}"`;
  if (dimensions.length > 0) text += ownDimensions(dimensions, []);
  if (measureName !== undefined) text += `,"MeasureName":${quotedJson(measureName)}`;
  if (timeNs !== undefined) text += `,"Time":"${inUnit(timeNs, unit)}"`;
  if (version !== undefined) text += `,"Version":${version}`;
  return `${text}}`;
}

/** Those that are not common. No two dimensions of a record have one name, so there are some when a record has more. */
function ownDimensions(dimensions: readonly SeriesDimension[], common: readonly SeriesDimension[]): string {
  let text = ',"Dimensions":';
  let before = '[';
  for (const dimension of dimensions) {
    if (isAmong(common, dimension)) continue;
    text += before + dimension.json;
    before = ',';
  }
  return `${text}]`;
}

function isAmong(dimensions: readonly SeriesDimension[], wanted: SeriesDimension): boolean {
  for (const dimension of dimensions) if (isSameDimension(dimension, wanted)) return true;
  return false;
}

type Measure = TimestreamRecord['measures'][number];

/** Of the last value and of the list. */
const endOfMeasures = '"}]';

/** Name and type at one place are the same in nearly all records of a request: what is written up to the value is kept. */
function measureBeginnings(): (place: number, measure: Measure) => string {
  const kept: { name: string; type: MeasureType; text: string }[] = [];
  return (place, { name, type }) => {
    const before = kept[place];
    if (before !== undefined && before.name === name && before.type === type) return before.text;
    const text = `${place === 0 ? '{"MeasureValues":[' : '"},'}{"Name":${quotedJson(name)},"Type":"${type}","Value":"`;
    kept[place] = { name, type, text };
    return text;
  };
}

/** Between quotes. */
function valueText({ type, value }: Measure, unit: TimeUnit): string {
  if (type === 'VARCHAR') return jsonText(value);
  return type === 'TIMESTAMP' ? inUnit(BigInt(value), unit) : value;
}
