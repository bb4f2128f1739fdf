/** What a write costs: the worked examples of the developer guide and of our own price table, by the published formula. */
import { metered, meteredBytes } from '../../../shared/timestream/metered';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html */
const cpuEvent = {
  Dimensions: [
    { Name: 'region', Value: 'us-east-1' }, { Name: 'az', Value: '1d' }, { Name: 'vpc', Value: 'vpc-1a2b3c4d' }, { Name: 'hostname', Value: 'host-24Gju' },
  ],
  MeasureName: 'cpu_utilization', MeasureValue: '35.0', MeasureValueType: 'DOUBLE', Time: '1',
};

describe('the example of the developer guide', () => {
  it('is an event of 83 bytes, billed as one unit alone', () => {
    expect(meteredBytes({ Records: [cpuEvent] })).toBe(83);
    expect(metered({ Records: [cpuEvent] })).toBe(1);
  });

  it('has twelve events in one unit, and 100 in nine', () => {
    expect(meteredBytes({ Records: Array<typeof cpuEvent>(12).fill(cpuEvent) })).toBe(996);
    expect(metered({ Records: Array<typeof cpuEvent>(12).fill(cpuEvent) })).toBe(1);
    expect(metered({ Records: Array<typeof cpuEvent>(13).fill(cpuEvent) })).toBe(2);
    expect(Math.ceil(100 / 12)).toBe(9);
  });

  it('has 28 events in one unit once region, zone, network and name are common (the guide prints 36, which its own formula does not give)', () => {
    const [region, az, vpc, hostname] = cpuEvent.Dimensions;
    const CommonAttributes = { Dimensions: [region!, az!, vpc!], MeasureName: 'cpu_utilization', MeasureValueType: 'DOUBLE' };
    const Records = (count: number) => Array.from({ length: count }, () => ({ Dimensions: [hostname!], MeasureValue: '35.0', Time: '1' }));
    expect(meteredBytes({ CommonAttributes })).toBe(49);
    expect(meteredBytes({ CommonAttributes, Records: Records(1) })).toBe(49 + 34);
    expect(metered({ CommonAttributes, Records: Records(28) })).toBe(1);
    expect(metered({ CommonAttributes, Records: Records(29) })).toBe(2);
  });
});

describe('a reading of three dimensions and four measures', () => {
  const Dimensions = [{ Name: 'deviceId', Value: 'dev-000001' }, { Name: 'site', Value: 'plant-7' }, { Name: 'model', Value: 'TX-200' }];
  const measures = ['temperature', 'humidity', 'pressure', 'battery'];

  it('is 123 bytes as one multi-measure record', () => {
    const MeasureValues = measures.map((Name) => ({ Name, Type: 'DOUBLE', Value: '21.5' }));
    expect(meteredBytes({ Records: [{ Dimensions, MeasureName: 'telemetry', MeasureValues, Time: '1' }] })).toBe(123);
  });

  it('is 258 bytes as four single-measure records', () => {
    const Records = measures.map((MeasureName) => ({ Dimensions, MeasureName, MeasureValue: '21.5', MeasureValueType: 'DOUBLE', Time: '1' }));
    expect(meteredBytes({ Records })).toBe(258);
  });
});

it('counts each type by its size, and text by its bytes of UTF-8', () => {
  const value = (Type: string, Value: string) => meteredBytes({ Records: [{ MeasureValues: [{ Name: 'n', Type, Value }] }] }) - 'n'.length;
  expect([value('BOOLEAN', 'false'), value('BIGINT', '-9223372036854775808'), value('DOUBLE', '0.1'), value('TIMESTAMP', '1777624140000'), value('VARCHAR', 'süd')])
    .toEqual([1, 8, 8, 8, 4]);
  expect(meteredBytes({ Records: [{ Dimensions: [{ Name: 'ort', Value: 'Köln' }] }] })).toBe(8);
});

it('takes the type of a single measure from the common attributes, and DOUBLE where nobody says one', () => {
  expect(meteredBytes({ CommonAttributes: { MeasureValueType: 'VARCHAR' }, Records: [{ MeasureValue: 'abc' }] })).toBe(3);
  expect(meteredBytes({ Records: [{ MeasureValue: '1.25' }] })).toBe(8);
});

it('bills a full unit as one, and a byte more as two', () => {
  const ofBytes = (bytes: number) => metered({ Records: [{ MeasureName: 'm'.repeat(bytes) }] });
  expect([ofBytes(1), ofBytes(1024), ofBytes(1025)]).toEqual([1, 1, 2]);
});
