/** Records for the tests of this folder, and a generator of any records at all. */
import fc from 'fast-check';
import type { TimestreamRecord } from '../../../shared/timestream/record';
import type { BodyRecord } from '../../../shared/timestream/request-body';
import { seriesDimensions } from '../../../shared/timestream/series-dimensions';
import { maxTimeNs } from '../../../shared/time';

export function record(deviceId: string, more: Partial<TimestreamRecord> = {}): TimestreamRecord {
  return {
    dimensions: [{ name: 'device_id', value: deviceId }, { name: 'site', value: 'plant-7' }],
    measureName: 'sensor_metrics',
    timeNs: 1_777_624_140_000_000_000n,
    version: 1,
    measures: [{ name: 'temperature', type: 'DOUBLE', value: '21.5' }],
    ...more,
  };
}

/** As batch hands records to request-body. */
export function inSeries(each: TimestreamRecord): BodyRecord {
  return { record: each, series: { dimensions: seriesDimensions(each.dimensions).list } };
}

const name = fc.constantFrom('device_id', 'site', 'model');
const few = fc.constantFrom('a', 'b', 'c');

export const anyRecord: fc.Arbitrary<TimestreamRecord> = fc.record({
  dimensions: fc.uniqueArray(fc.record({ name, value: few }), { selector: (dimension) => dimension.name }),
  measureName: few,
  timeNs: fc.oneof(fc.constantFrom(0n, 1_000n, 1_000_000n), fc.bigInt({ min: 0n, max: maxTimeNs })),
  version: fc.integer({ min: 1, max: 3 }),
  measures: fc.array(
    fc.oneof(
      fc.record({ name: few, type: fc.constant('DOUBLE' as const), value: fc.double({ noNaN: true }).map(String) }),
      fc.record({ name: few, type: fc.constant('TIMESTAMP' as const), value: fc.bigInt({ min: 0n, max: maxTimeNs }).map(String) }),
    ),
    { minLength: 1 },
  ),
});
