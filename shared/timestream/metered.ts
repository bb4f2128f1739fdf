/** What a write is billed for, by the published formula: batch fills requests by it, write adds it up for the KPIs, cost prices it. */
import type { MeasureType } from '../tables/definition';
import { meteredUnitBytes } from './limits';

/** What of a record counts, in the shape that the SDK's WriteRecords takes; common attributes have it too. */
export interface MeteredRecord {
  readonly Dimensions?: readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[] | undefined;
  readonly MeasureName?: string | undefined;
  readonly MeasureValue?: string | undefined;
  readonly MeasureValueType?: string | undefined;
  readonly MeasureValues?: readonly { readonly Name?: string | undefined; readonly Type?: string | undefined; readonly Value?: string | undefined }[] | undefined;
  readonly Time?: string | undefined;
}

export interface MeteredRequest {
  readonly CommonAttributes?: MeteredRecord | undefined;
  readonly Records?: readonly MeteredRecord[] | undefined;
}

/** Of the time of a record. */
export const timeBytes = 8;

/** BIGINT, DOUBLE and TIMESTAMP count 8 bytes; that TIMESTAMP does is not published, but it is stored as the other two. */
const fixedBytes: Readonly<Record<Exclude<MeasureType, 'VARCHAR'>, number>> = { BOOLEAN: 1, BIGINT: 8, DOUBLE: 8, TIMESTAMP: 8 };

/** What is not stated in a request is DOUBLE: https://docs.aws.amazon.com/timestream/latest/developerguide/API_Record.html */
const defaultType = 'DOUBLE';

const shortText = 64;
const lastAscii = 0x7f;

/** The units that so many bytes in one request are billed as. */
export function kibOf(bytes: number): number {
  return Math.ceil(bytes / meteredUnitBytes);
}

/**
 * The units of 1 KiB that one WriteRecords request costs: the bytes of time, names and values, common attributes counted once. Whether
 * the service also counts a dimension once that several records repeat is said on its price page and nowhere else; here it counts
 * each time, so that the figure is never too low.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html
 */
export function metered(request: MeteredRequest): number {
  return kibOf(meteredBytes(request));
}

/** The bytes behind {@link metered}, before they are rounded up. */
export function meteredBytes({ CommonAttributes = {}, Records = [] }: MeteredRequest): number {
  return Records.reduce((sum, record) => sum + bytesOf(record, CommonAttributes.MeasureValueType), bytesOf(CommonAttributes, undefined));
}

/** @param commonType of single-measure records that do not say theirs */
function bytesOf({ Dimensions, MeasureName, MeasureValue, MeasureValueType, MeasureValues, Time }: MeteredRecord, commonType: string | undefined): number {
  let bytes = Time === undefined ? 0 : timeBytes;
  for (const { Name = '', Value = '' } of Dimensions ?? []) bytes += utf8Bytes(Name) + utf8Bytes(Value);
  if (MeasureName !== undefined) bytes += utf8Bytes(MeasureName);
  if (MeasureValue !== undefined) bytes += valueBytes(MeasureValueType ?? commonType, MeasureValue);
  for (const { Name = '', Type, Value = '' } of MeasureValues ?? []) bytes += utf8Bytes(Name) + valueBytes(Type, Value);
  return bytes;
}

/** The bytes of one measured value. */
export function valueBytes(type: string = defaultType, value: string): number {
  // A type that does not exist is refused, and so billed as nothing that matters.
  return type === 'VARCHAR' ? utf8Bytes(value) : (fixedBytes[type as keyof typeof fixedBytes] ?? utf8Bytes(value));
}

/** Short ASCII, which names and values nearly always are, is counted faster than Buffer can be asked. */
export function utf8Bytes(text: string): number {
  if (text.length > shortText) return Buffer.byteLength(text);
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) > lastAscii) return Buffer.byteLength(text);
  }
  return text.length;
}
