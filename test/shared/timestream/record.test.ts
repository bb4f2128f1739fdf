/** The wire form of a record: exact in whatever unit it is sent. */
import fc from 'fast-check';
import { recordToWire } from '../../../shared/timestream/record';
import { anyRecord, record } from './records';

const nsPerUnit = { MILLISECONDS: 1_000_000n, MICROSECONDS: 1_000n, NANOSECONDS: 1n };

it.each([
  [1_777_624_140_123_000_000n, '1777624140123', 'MILLISECONDS'],
  [1_777_624_140_123_456_000n, '1777624140123456', 'MICROSECONDS'],
  [1_777_624_140_123_456_789n, '1777624140123456789', 'NANOSECONDS'],
])('sends %d in the coarsest unit that is exact', (timeNs, Time, TimeUnit) => {
  expect(recordToWire(record('a', { timeNs }))).toMatchObject({ Time, TimeUnit });
});

it('sends a TIMESTAMP measure in the unit of its record, and so takes a unit that is exact for both', () => {
  const measures = [{ name: 'since', type: 'TIMESTAMP' as const, value: '1777624140123456789' }];
  expect(recordToWire(record('a', { timeNs: 1_000_000n, measures }))).toMatchObject({
    Time: '1000000',
    TimeUnit: 'NANOSECONDS',
    MeasureValues: [{ Name: 'since', Type: 'TIMESTAMP', Value: '1777624140123456789' }],
  });
});

it('never loses a nanosecond', () => {
  fc.assert(
    fc.property(anyRecord, (any) => {
      const { Time, TimeUnit, MeasureValues } = recordToWire(any);
      const ns = (text: string) => (BigInt(text) * nsPerUnit[TimeUnit]).toString();
      expect(ns(Time)).toBe(any.timeNs.toString());
      expect(MeasureValues.map(({ Type, Value }) => (Type === 'TIMESTAMP' ? ns(Value) : Value))).toEqual(any.measures.map(({ value }) => value));
    }),
  );
});

it('is a multi-measure record with dimensions, measure name and version', () => {
  expect(recordToWire(record('a', { version: 7 }))).toMatchObject({
    Dimensions: [{ Name: 'device_id', Value: 'a' }, { Name: 'site', Value: 'plant-7' }],
    MeasureName: 'sensor_metrics',
    MeasureValueType: 'MULTI',
    Version: 7,
  });
});
