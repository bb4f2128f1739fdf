/** Whether a record is larger than the service takes; write-records rejects it alone. */
import type { ColumnType } from '../catalog';
import {
  maxAttributesPerRecord, maxAttributeValueBytes, maxDimensionNameBytes, maxMeasureNameBytes, maxRecordBytes, maxSeriesBytes,
} from './limits';
import type { Cell, TimestreamRecord } from './record';

/** The most bytes that one UTF-16 unit becomes in UTF-8. */
const mostBytesPerUnit = 3;

/** Of the metering formula; a varchar counts its UTF-8 length. */
const timeBytes = 8;
const valueBytes: Readonly<Record<Exclude<ColumnType, 'varchar'>, number>> = { bigint: 8, double: 8, timestamp: 8, boolean: 1 };

/** @returns the reason for a rejection; the service's own texts for these are not published */
export function sizeProblem(record: TimestreamRecord): string | undefined {
  return nameProblem(record) ?? totalProblem(record);
}

function nameProblem({ dimensions, measureName, measureType, cells }: TimestreamRecord): string | undefined {
  // Reading another module's constant for every name would cost more than comparing it.
  const longest = { dimension: maxDimensionNameBytes, measure: maxMeasureNameBytes };
  for (const { name } of dimensions) if (isLonger(name, longest.dimension)) return `The dimension name ${name} is longer than ${maxDimensionNameBytes} bytes.`;
  if (isLonger(measureName, longest.measure)) return longMeasureName(measureName);
  if (measureType === 'multi') for (const { name } of cells) if (isLonger(name, longest.measure)) return longMeasureName(name);
  return undefined;
}

function longMeasureName(name: string): string {
  return `The measure name ${name} is longer than ${maxMeasureNameBytes} bytes.`;
}

function totalProblem({ dimensions, dimensionKey, measureName, cells }: TimestreamRecord): string | undefined {
  if (cells.length > maxAttributesPerRecord) return `The record has ${cells.length} measure values, more than ${maxAttributesPerRecord}.`;
  let values = 0;
  for (const cell of cells) values += bytesOfValue(cell);
  if (values > maxAttributeValueBytes) return `The measure values have ${values} bytes, more than ${maxAttributeValueBytes}.`;
  // Most records are far below the limits, and the key (names, values and more) is at hand.
  if (timeBytes + values + (dimensionKey.length + measureName.length) * mostBytesPerUnit <= Math.min(maxSeriesBytes, maxRecordBytes)) return undefined;
  const series = dimensions.reduce((sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (series > maxSeriesBytes) return `The names and values of the dimensions have ${series} bytes, more than ${maxSeriesBytes}.`;
  const total = timeBytes + series + Buffer.byteLength(measureName) + values;
  return total > maxRecordBytes ? `The record has ${total} bytes, more than ${maxRecordBytes}.` : undefined;
}

/** Counting bytes is for the few texts whose number of units does not settle it. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * mostBytesPerUnit > bytes && Buffer.byteLength(text) > bytes;
}

/** By the metering formula. */
export function bytesOfValue({ type, value }: Cell): number {
  return type === 'varchar' ? Buffer.byteLength(String(value)) : valueBytes[type];
}
