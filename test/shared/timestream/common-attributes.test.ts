/** Common attributes: what is shared is said once, and a request still means the same records. */
import fc from 'fast-check';
import { liftCommonAttributes } from '../../../shared/timestream/common-attributes';
import { recordToWire, type WireRecord } from '../../../shared/timestream/record';
import { anyRecord, record } from './records';

/** What the service makes of a request: a record's own members win, dimensions are merged, and one in both places is an error. */
function spread(common: WireRecord, own: WireRecord) {
  const dimensions = [...(common.Dimensions ?? []), ...(own.Dimensions ?? [])];
  expect(new Set(dimensions.map(({ Name }) => Name)).size).toBe(dimensions.length);
  return { ...common, ...own, Dimensions: dimensions.sort((a, b) => (a.Name < b.Name ? -1 : 1)) };
}

it('means the same records as without them', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 100 }), (records) => {
      const wire = records.map(recordToWire);
      const { CommonAttributes, Records } = liftCommonAttributes(wire);
      expect(Records.map((own) => spread(CommonAttributes, own))).toEqual(wire.map((whole) => spread({}, whole)));
    }),
  );
});

it('lifts what all records share', () => {
  const { CommonAttributes, Records } = liftCommonAttributes([record('a'), record('b', { timeNs: 1_000_000n })].map(recordToWire));
  expect(CommonAttributes).toEqual({
    Dimensions: [{ Name: 'site', Value: 'plant-7' }],
    MeasureName: 'sensor_metrics',
    MeasureValueType: 'MULTI',
    TimeUnit: 'MILLISECONDS',
    Version: 1,
  });
  expect(Records).toEqual([
    { Dimensions: [{ Name: 'device_id', Value: 'a' }], Time: '1777624140000', MeasureValues: [{ Name: 'temperature', Type: 'DOUBLE', Value: '21.5' }] },
    { Dimensions: [{ Name: 'device_id', Value: 'b' }], Time: '1', MeasureValues: [{ Name: 'temperature', Type: 'DOUBLE', Value: '21.5' }] },
  ]);
});

it('keeps a dimension in the records when one of them lacks it', () => {
  const { CommonAttributes, Records } = liftCommonAttributes([record('a'), record('a', { dimensions: [{ name: 'device_id', value: 'a' }] })].map(recordToWire));
  expect(CommonAttributes.Dimensions).toEqual([{ Name: 'device_id', Value: 'a' }]);
  expect(Records.map(({ Dimensions }) => Dimensions)).toEqual([[{ Name: 'site', Value: 'plant-7' }], undefined]);
});
