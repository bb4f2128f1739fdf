/** What Timestream bills for readings, by the packer and the meter that write them; architectures says how they come together. */
import { batchOf, packBatches } from '../shared/timestream/batch';
import { metered, meteredBytes } from '../shared/timestream/metered';
import { recordToWire, type TimestreamRecord } from '../shared/timestream/record';

/** KiB of a write whose requests this product packs. */
export function packedKib(records: readonly TimestreamRecord[]): number {
  return packBatches(records).reduce((sum, { meteredKib }) => sum + meteredKib, 0);
}

/** KiB of one request that holds these records as they came, what they share said once. */
export function oneRequestKib(records: readonly TimestreamRecord[]): number {
  return batchOf(records.map((record, index) => ({ record, index }))).meteredKib;
}

/** KiB when each measure is a record, and each record a request. */
export function singleMeasureKib(record: TimestreamRecord): number {
  return singleMeasures(record).reduce((sum, one) => sum + metered({ Records: [one] }), 0);
}

/** KiB of one request with a record for each measure. The dimensions and the time count once, as the price page has it. */
export function singleMeasureRequestKib(record: TimestreamRecord): number {
  const { Dimensions, Time } = recordToWire(record);
  const Records = singleMeasures(record).map(({ MeasureName, MeasureValue, MeasureValueType }) => ({ MeasureName, MeasureValue, MeasureValueType }));
  return metered({ CommonAttributes: { Dimensions, Time }, Records });
}

/** Bytes that a reading takes in the stores, where nothing is shared. */
export function storedBytes(record: TimestreamRecord): { readonly multi: number; readonly single: number } {
  return { multi: meteredBytes({ Records: [recordToWire(record)] }), single: meteredBytes({ Records: singleMeasures(record) }) };
}

function singleMeasures(record: TimestreamRecord) {
  const { Dimensions, MeasureValues, Time } = recordToWire(record);
  return MeasureValues.map(({ Name, Value, Type }) => ({ Dimensions, Time, MeasureName: Name, MeasureValue: Value, MeasureValueType: Type }));
}
