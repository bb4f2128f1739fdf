/** What a write request is billed for, by the published formula; write adds it up for the KPIs. */
import type { MeasureType } from '../tables/definition';
import type { RequestRecords } from './common-attributes';
import { meteredUnitBytes } from './limits';
import type { WireRecord } from './record';

const timeBytes = 8;

/** BIGINT, DOUBLE and TIMESTAMP count 8 bytes; that TIMESTAMP does is not published, but it is stored as the other two. */
const fixedBytes: Readonly<Record<Exclude<MeasureType, 'VARCHAR'>, number>> = { BOOLEAN: 1, BIGINT: 8, DOUBLE: 8, TIMESTAMP: 8 };

/**
 * The units of 1 KiB one request costs, common attributes counted once.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html
 */
export function meteredKib({ CommonAttributes, Records }: RequestRecords): number {
  const bytes = Records.reduce((sum, record) => sum + meteredBytes(record), meteredBytes(CommonAttributes));
  return Math.ceil(bytes / meteredUnitBytes);
}

function meteredBytes({ Dimensions = [], MeasureName = '', MeasureValues = [], Time }: WireRecord): number {
  const dimensions = Dimensions.reduce((sum, { Name, Value }) => sum + Buffer.byteLength(Name) + Buffer.byteLength(Value), 0);
  const measures = MeasureValues.reduce(
    (sum, { Name, Type, Value }) => sum + Buffer.byteLength(Name) + (Type === 'VARCHAR' ? Buffer.byteLength(Value) : fixedBytes[Type]),
    0,
  );
  return (Time === undefined ? 0 : timeBytes) + dimensions + Buffer.byteLength(MeasureName) + measures;
}
