import { decodeRecords } from '../../../../local/timestream/records/decode-records';
import type { WireRecord } from '../../../../local/timestream/records/record-shape';

const device = [{ Name: 'device_id', Value: 'a' }];
const reading: WireRecord = { Dimensions: device, MeasureName: 'temperature', MeasureValue: '21.5', Time: '1700000000123' };
const multi: WireRecord = {
  Dimensions: device, MeasureName: 'metrics', MeasureValueType: 'MULTI', Time: '1700000000', TimeUnit: 'SECONDS',
  MeasureValues: [{ Name: 'temperature', Value: '21', Type: 'DOUBLE' }, { Name: 'seen', Value: '1700000001', Type: 'TIMESTAMP' }],
};

const decode = (record: WireRecord, common?: WireRecord) => decodeRecords([record], common)[0]!;

describe('decoding records', () => {
  it('fills in the defaults: DOUBLE, milliseconds, version 1', () => {
    expect(decode(reading)).toMatchObject({
      measureName: 'temperature', measureType: 'double', timeNs: 1700000000123000000n, version: 1n,
      cells: [{ name: 'measure_value::double', type: 'double', value: 21.5 }],
    });
  });

  it('reads times inside a multi-measure record in the unit of the record', () => {
    expect(decode(multi).cells).toEqual([
      { name: 'temperature', type: 'double', value: 21 },
      { name: 'seen', type: 'timestamp', value: 1700000001000000000n },
    ]);
  });

  it('lets a record override common attributes and adds the common dimensions to its own', () => {
    const common = { Dimensions: [{ Name: 'region', Value: 'eu' }], Time: '1', TimeUnit: 'SECONDS', Version: 5, MeasureValueType: 'BIGINT' } as const;
    expect(decode({ Dimensions: device, MeasureName: 'count', MeasureValue: '3', Version: 6 }, common)).toMatchObject({
      dimensions: [{ name: 'device_id', value: 'a' }, { name: 'region', value: 'eu' }],
      measureType: 'bigint', timeNs: 1_000_000_000n, version: 6n,
    });
  });

  it('gives a dimension set one key, in whatever order it came', () => {
    const a = { Name: 'a', Value: 'x' };
    const b = { Name: 'b', Value: 'y' };
    expect(decode({ ...reading, Dimensions: [b, a] }).dimensionKey).toBe(decode({ ...reading, Dimensions: [a] }, { Dimensions: [b] }).dimensionKey);
  });

  it('keeps dimension sets apart whose texts run into each other', () => {
    const keys = [
      [{ Name: 'a', Value: '1' }, { Name: 'b', Value: '2' }],
      [{ Name: 'a', Value: '11:b1:2' }],
      [{ Name: 'a', Value: '' }, { Name: 'b', Value: '12' }],
    ].map((Dimensions) => decode({ ...reading, Dimensions }).dimensionKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes an empty dimension value and names and values with quotes and other scripts', () => {
    const Dimensions = [{ Name: "größe'; --", Value: '' }];
    expect(decode({ ...reading, Dimensions }).dimensions).toEqual([{ name: "größe'; --", value: '' }]);
  });

  const refused: readonly (readonly [string, WireRecord, string])[] = [
    ['no dimension', { ...reading, Dimensions: [] }, 'At least one dimension is required for a record.'],
    ['no measure name', { Dimensions: device, MeasureValue: '1', Time: '1' }, 'A measure name is required for a record.'],
    ['no time', { Dimensions: device, MeasureName: 'm', MeasureValue: '1' }, 'Invalid time for record.'],
    ['a time that is no number', { ...reading, Time: '2023-01-01' }, 'Invalid time for record.'],
    ['a negative time', { ...reading, Time: '-1' }, 'Invalid time for record.'],
    ['no value', { Dimensions: device, MeasureName: 'm', Time: '1' }, 'A measure value is required for "m".'],
    ['NaN', { ...reading, MeasureValue: 'NaN' }, 'The value "NaN" of "temperature" is not a valid DOUBLE.'],
    ['a single TIMESTAMP', { ...reading, MeasureValueType: 'TIMESTAMP' }, 'TIMESTAMP is an invalid measure value type.'],
    ['MULTI with MeasureValue', { ...multi, MeasureValue: '1' }, 'MeasureValue of "metrics" is not allowed with the measure value type MULTI.'],
    ['MULTI without MeasureValues', { Dimensions: device, MeasureName: 'm', Time: '1', MeasureValueType: 'MULTI' }, 'MeasureValues are required for "m" with the measure value type MULTI.'],
    ['MeasureValues without MULTI', { ...multi, MeasureValueType: 'DOUBLE' }, 'MeasureValues of "metrics" need the measure value type MULTI, not DOUBLE.'],
    ['MULTI inside MULTI', { ...multi, MeasureValues: [{ Name: 'x', Value: '1', Type: 'MULTI' }] }, 'MULTI is an invalid type for the value "x" inside MeasureValues.'],
    ['an attribute twice', { ...multi, MeasureValues: [{ Name: 'x', Value: '1', Type: 'DOUBLE' }, { Name: 'x', Value: '2', Type: 'DOUBLE' }] }, 'Duplicate measure value name "x" in a record.'],
    ['a dimension twice', { ...reading, Dimensions: [...device, ...device] }, 'Duplicate dimension name "device_id" in a record and its common attributes.'],
  ];
  it.each(refused)('fails the whole request for %s', (_what, record, message) => {
    expect(() => decodeRecords([reading, record])).toThrow(expect.objectContaining({ code: 'ValidationException', message }));
  });

  it('fails the whole request for a dimension that is common and in a record', () => {
    expect(() => decodeRecords([reading], { Dimensions: device })).toThrow('Duplicate dimension name "device_id"');
  });

  it.each(['time', 'measure_name', 'measure_value', 'measure_value::double', 'measure_name_x', 'ts_x', 'ts_non_existent_col', 'a:b'])(
    'refuses the column name %s', (name) => {
      expect(() => decode({ ...reading, Dimensions: [{ Name: name, Value: 'x' }] })).toThrow(/^Invalid dimension name/);
      expect(() => decode({ ...reading, MeasureName: name })).toThrow(/^Invalid measure name/);
      expect(() => decode({ ...multi, MeasureValues: [{ Name: name, Value: '1', Type: 'DOUBLE' }] })).toThrow(/^Invalid measure name/);
    },
  );

  it.each(['a"b', 'a\0b', 'a\nb', 'a\u2028b'])('refuses the dimension name %j, which a measure may have', (name) => {
    expect(() => decode({ ...reading, Dimensions: [{ Name: name, Value: 'x' }] })).toThrow(/^Invalid dimension name/);
    expect(decode({ ...reading, MeasureName: name }).measureName).toBe(name);
  });
});
