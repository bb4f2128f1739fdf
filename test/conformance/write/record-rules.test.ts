import type { _Record, MeasureValue, RejectedRecordsException } from '@aws-sdk/client-timestream-write';
import { databaseName, hourMs, nowMs, startMagneticService, type MagneticService } from './magnetic-service';

let service: MagneticService;
let tables = 0;
let tableName = '';

beforeAll(async () => { service = await startMagneticService(); });
afterAll(() => service.close());
beforeEach(async () => {
  tableName = `Table${tables += 1}`;
  await service.createTable(tableName, {});
});

const single = (members: Partial<_Record> = {}): _Record => ({ Dimensions: [{ Name: 'device_id', Value: 'a' }], MeasureName: 'temperature', MeasureValue: '1', Time: String(nowMs), ...members });
const multi = (values: MeasureValue[], members: Partial<_Record> = {}): _Record => single({ MeasureName: 'metrics', MeasureValue: undefined, MeasureValueType: 'MULTI', MeasureValues: values, ...members });
const double = (Name: string, Value = '1'): MeasureValue => ({ Name, Value, Type: 'DOUBLE' });
const dimensions = (count: number, from = 0) => Array.from({ length: count }, (_, index) => ({ Name: `d${from + index}`, Value: 'v' }));

const accepted = async (records: _Record[], common?: _Record) => (await service.ingest(tableName, records, common))?.Total;

/** The indexes of rejected records, with their reasons. */
async function rejected(records: _Record[], common?: _Record): Promise<[number, string][]> {
  const error = await service.ingest(tableName, records, common).then(() => undefined, (cause: RejectedRecordsException) => cause);
  expect(error).toMatchObject({ name: 'RejectedRecordsException' });
  return (error?.RejectedRecords ?? []).map(({ RecordIndex = -1, Reason = '' }) => [RecordIndex, Reason]);
}

const refused = (records: _Record[], common?: _Record) => expect(service.ingest(tableName, records, common)).rejects;
const invalid = (text: string) => ({ name: 'ValidationException', message: expect.stringContaining(text) });
const rows = (columns: string, rest = '') => service.rows(`SELECT ${columns} FROM "${databaseName}"."${tableName}" ${rest}`);
const columns = async () => (await service.rows(`DESCRIBE "${databaseName}"."${tableName}"`)).map(([name]) => name);

describe('common attributes', () => {
  it('fill in what a record lacks, and what a record has wins', async () => {
    const common = { Dimensions: [{ Name: 'site', Value: 's' }], MeasureName: 'common', MeasureValue: '1', MeasureValueType: 'BIGINT' as const, Time: String(nowMs / 1000), TimeUnit: 'SECONDS' as const, Version: 5 };
    await accepted([{}, { Dimensions: [{ Name: 'device_id', Value: 'a' }], MeasureName: 'own', MeasureValue: 'x', MeasureValueType: 'VARCHAR', Time: String(nowMs), TimeUnit: 'MILLISECONDS', Version: 6 }], common);
    expect(await rows('site, device_id, measure_name, to_milliseconds(time), measure_value::bigint, measure_value::varchar', 'ORDER BY measure_name')).toEqual([
      ['s', null, 'common', String(nowMs), '1', null], ['s', 'a', 'own', String(nowMs), null, 'x'],
    ]);
    expect(await rejected([{ Version: 4 }], common)).toEqual([[0, expect.stringContaining('version 4 is lower than the existing version 5')]]);
    expect(await rejected([{ Version: 5, MeasureValue: '2' }], common)).toHaveLength(1);
  });

  it('may hold measure values, which a record replaces as a whole', async () => {
    const common = { Dimensions: [{ Name: 'device_id', Value: 'a' }], MeasureName: 'metrics', MeasureValueType: 'MULTI' as const, MeasureValues: [double('x'), double('y')] };
    await accepted([{ Time: String(nowMs) }, { Time: String(nowMs + 1), MeasureValues: [double('x', '2')] }], common);
    expect(await rows('x, y', 'ORDER BY time')).toEqual([['1.0', '1.0'], ['2.0', null]]);
  });

  it('may hold every dimension, or none', async () => {
    expect(await accepted([{ MeasureName: 'a' }], { Dimensions: [{ Name: 'site', Value: 's' }], MeasureValue: '1', Time: String(nowMs) })).toBe(1);
    await refused([{ MeasureName: 'a' }], { MeasureValue: '1', Time: String(nowMs) }).toMatchObject(invalid('At least one dimension'));
  });
});

describe('defaults', () => {
  it('are milliseconds, DOUBLE and version 1', async () => {
    await accepted([single()]);
    expect(await rows('to_milliseconds(time), measure_value::double')).toEqual([[String(nowMs), '1.0']]);
    expect(await accepted([single({ MeasureValueType: 'DOUBLE', TimeUnit: 'MILLISECONDS', Version: 1 })])).toBe(1);
    expect(await rejected([single({ MeasureValue: '2', Version: 1 })])).toHaveLength(1);
    expect(await accepted([single({ MeasureValue: '2', Version: 2 })])).toBe(1);
  });
});

describe('a version', () => {
  /** JSON by hand: JavaScript has no such numbers. */
  async function send(version: string, value: string): Promise<string> {
    const body = JSON.stringify({ DatabaseName: databaseName, TableName: tableName, Records: [{ ...single({ MeasureValue: value }), Version: 0 }] }).replace('"Version":0', `"Version":${version}`);
    const answer = await fetch(service.server.endpoint, { method: 'POST', body, headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Timestream_20181101.WriteRecords' } });
    return answer.text();
  }

  it('may be any whole number from 1 to 2^63 - 1, and neighbours among the largest are told apart', async () => {
    expect(await send('9223372036854775806', '1')).toContain('"Total":1');
    expect(await send('9223372036854775806', '2')).toContain('"ExistingVersion":9223372036854775806');
    expect(await send('9223372036854775807', '2')).toContain('"Total":1');
    expect(await send('9223372036854775806', '3')).toContain('The record version 9223372036854775806 is lower than the existing version 9223372036854775807.');
    expect(await send('9223372036854775808', '3')).toContain('records.1.member.version');
    expect(await send('-1', '3')).toContain('Member must have value greater than or equal to 1');
    expect(await send('1.5', '3')).toContain('SerializationException');
  });
});

describe('a time', () => {
  it('may have leading zeros, and is the same in every unit', async () => {
    await accepted([single({ Time: `0000${nowMs}` })]);
    const others = [[`${nowMs / 1000}`, 'SECONDS'], [`00${nowMs}000`, 'MICROSECONDS'], [`${nowMs}000000`, 'NANOSECONDS']] as const;
    for (const [Time, TimeUnit] of others) expect(await rejected([single({ Time, TimeUnit, MeasureValue: '2' })])).toHaveLength(1);
    expect(await rows('count(*)')).toEqual([['1']]);
    expect(await accepted([single({ Time: '0'.repeat(256 - String(nowMs).length) + nowMs })])).toBe(1);
    await refused([single({ Time: '0'.repeat(257 - String(nowMs).length) + nowMs })]).toMatchObject(invalid('at \'records.1.member.time\''));
  });

  it.each(['-1', '+1', '1.0', '1e3', ' 1', '0x1', '٣'])('%j is none', async (Time) => {
    await refused([single({ Time })]).toMatchObject(invalid('Invalid time for record.'));
  });

  it('beyond what 64 bits of nanoseconds hold is outside the window, in every unit', async () => {
    const units = ['SECONDS', 'MILLISECONDS', 'MICROSECONDS', 'NANOSECONDS'] as const;
    const found = await rejected(units.flatMap((TimeUnit) => ['9223372036854775808', '9'.repeat(256)].map((Time) => single({ Time, TimeUnit }))));
    expect(found.map(([index]) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(found.map(([, reason]) => reason)).size).toBe(1);
  });
});

describe('a TIMESTAMP value', () => {
  const timestamp = (Value: string): MeasureValue => ({ Name: 'seen', Value, Type: 'TIMESTAMP' });

  it('is in the unit of its record, and may lie in any past or future that the service knows', async () => {
    await accepted([multi([timestamp('0')]), multi([timestamp('9223372036')], { Time: String(nowMs / 1000 - 1), TimeUnit: 'SECONDS' }), multi([timestamp('9223372036854775807')], { Time: `${nowMs - 2000}000000`, TimeUnit: 'NANOSECONDS' })]);
    expect(await rows('seen', 'ORDER BY time')).toEqual([['2262-04-11 23:47:16.854775807'], ['2262-04-11 23:47:16.000000000'], ['1970-01-01 00:00:00.000000000']]);
    await refused([multi([timestamp('9223372037')], { Time: String(nowMs / 1000), TimeUnit: 'SECONDS' })]).toMatchObject(invalid('"9223372037" of "seen" is not a valid TIMESTAMP'));
    await refused([multi([timestamp('-1')])]).toMatchObject(invalid('not a valid TIMESTAMP'));
  });
});

describe('values', () => {
  const typed = (MeasureValueType: _Record['MeasureValueType'], MeasureValue: string) => single({ MeasureName: `of ${MeasureValueType}`, MeasureValueType, MeasureValue });

  it.each([
    ['BIGINT', '9223372036854775807'], ['BIGINT', '-9223372036854775808'], ['BIGINT', '-0'], ['DOUBLE', '1.7976931348623157e308'], ['DOUBLE', '-0.0'], ['DOUBLE', '.5'], ['BOOLEAN', 'false'], ['VARCHAR', ' '],
  ] as const)('%s takes %j', async (type, value) => {
    expect(await accepted([typed(type, value)])).toBe(1);
  });

  it.each([
    ['BIGINT', '-9223372036854775809'], ['BIGINT', '1.0'], ['BIGINT', '1e3'], ['DOUBLE', '1e309'], ['DOUBLE', 'nan'], ['DOUBLE', '-Infinity'], ['DOUBLE', '1,5'], ['DOUBLE', ' 1'], ['BOOLEAN', '1'],
  ] as const)('%s refuses %j', async (type, value) => {
    await refused([typed(type, value)]).toMatchObject(invalid(`is not a valid ${type}`));
  });

  it('of several measures need the type MULTI, which needs them, and none is MULTI itself', async () => {
    await refused([single({ MeasureValues: [double('x')] })]).toMatchObject(invalid('need the measure value type MULTI'));
    await refused([multi([])]).toMatchObject(invalid('MeasureValues are required'));
    await refused([multi([double('x')], { MeasureValue: '1' })]).toMatchObject(invalid('MeasureValue of "metrics" is not allowed'));
    await refused([multi([{ Name: 'x', Value: '1', Type: 'MULTI' }])]).toMatchObject(invalid('MULTI is an invalid type'));
    await refused([multi([double('x'), double('x')])]).toMatchObject(invalid('Duplicate measure value name "x"'));
  });
});

describe('the limits of a record, at their edges', () => {
  it('128 dimensions, of the common attributes and its own together', async () => {
    expect(await accepted([single({ Dimensions: dimensions(64) })], { Dimensions: dimensions(64, 64) })).toBe(1);
    const [[index, reason] = []] = await rejected([single({ Dimensions: dimensions(64, 200) })], { Dimensions: dimensions(65, 300) });
    expect([index, reason]).toEqual([0, expect.stringContaining('128 dimensions')]);
    // No new one has room in the table, but records with fewer are taken.
    expect(await rejected([single({ Dimensions: [{ Name: 'one more', Value: 'v' }] })])).toHaveLength(1);
    expect(await accepted([single({ Dimensions: dimensions(1) })])).toBe(1);
  });

  it('names of 60 and 256 bytes', async () => {
    const name = (bytes: number) => `${'é'.repeat(Math.floor(bytes / 2))}${'e'.repeat(bytes % 2)}`;
    expect(await accepted([single({ Dimensions: [{ Name: name(60), Value: 'v' }] }), single({ MeasureName: name(256) }), multi([double(name(256))])])).toBe(3);
    const found = await rejected([single({ Dimensions: [{ Name: name(61), Value: 'v' }] }), single({ MeasureName: name(257) }), multi([double(name(257))]), single()]);
    expect(found.map(([index]) => index)).toEqual([0, 1, 2]);
  });

  it('256 measures and 2048 bytes of values', async () => {
    const booleans = (count: number) => Array.from({ length: count }, (_, index): MeasureValue => ({ Name: `m${index}`, Value: 'true', Type: 'BOOLEAN' }));
    expect(await accepted([multi(booleans(256))])).toBe(1);
    expect(await rejected([multi(booleans(257), { Time: String(nowMs + 1) })])).toEqual([[0, expect.stringContaining('257 measure values')]]);
    const text = (count: number) => multi([{ Name: 'text', Value: 'x'.repeat(count), Type: 'VARCHAR' }], { MeasureName: 'm', Dimensions: [{ Name: 'a', Value: '' }], Time: String(nowMs + 2) });
    // Beside 8 bytes of time and 2 of names.
    expect(await accepted([text(2038)])).toBe(1);
    expect(await rejected([text(2039)])).toEqual([[0, expect.stringContaining('2049 bytes, more than 2048')]]);
  });
});

describe('dimensions', () => {
  it('may be empty, which is not the same as missing', async () => {
    await accepted([single({ Dimensions: [{ Name: 'a', Value: '' }] }), single({ Dimensions: [{ Name: 'a', Value: 'x' }, { Name: 'b', Value: '' }], MeasureValue: '2' })]);
    expect(await rows('a, b', 'ORDER BY a')).toEqual([['', null], ['x', '']]);
    expect(await accepted([single({ Dimensions: [{ Name: 'b', Value: '' }, { Name: 'a', Value: 'x' }], MeasureValue: '2' })])).toBe(1);
    expect(await rows('count(*)')).toEqual([['2']]);
  });

  it('that differ only in case are two, in a record as in the table', async () => {
    await accepted([single({ Dimensions: [{ Name: 'a', Value: 'x' }, { Name: 'A', Value: 'X' }] })]);
    expect(await columns()).toEqual(expect.arrayContaining(['a', 'A']));
  });

  it('twice in one record fail the whole request, also through the common attributes', async () => {
    await refused([single(), single({ Dimensions: [{ Name: 'a', Value: '1' }, { Name: 'a', Value: '1' }] })]).toMatchObject(invalid('Duplicate dimension name "a"'));
    await refused([single(), single({ Dimensions: [{ Name: 'b', Value: '1' }] })], { Dimensions: [{ Name: 'b', Value: '1' }] }).toMatchObject(invalid('Duplicate dimension name "b"'));
    expect(await columns()).toEqual([]);
  });
});

describe('a record that is rejected', () => {
  it('leaves no column, measure or series behind, and stops no other', async () => {
    await accepted([multi([double('x')])]);
    const before = await columns();
    const records = [
      multi([double('fresh1'), { Name: 'x', Value: '1', Type: 'BIGINT' }], { Dimensions: [{ Name: 'room', Value: '1' }], MeasureName: 'other1' }),
      single({ Time: '0', Dimensions: [{ Name: 'floor', Value: '1' }], MeasureName: 'other2' }),
      multi([double('device_id')], { MeasureName: 'other3' }),
      multi([double('fresh2')], { Dimensions: [{ Name: 'x', Value: '1' }], MeasureName: 'other4' }),
      single({ MeasureName: 'n'.repeat(257) }),
      multi([double('x', '2')], { Time: String(nowMs + 1) }),
    ];
    expect((await rejected(records)).map(([index]) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(await columns()).toEqual(before);
    expect((await service.rows(`SHOW MEASURES FROM "${databaseName}"."${tableName}"`)).map(([name]) => name)).toEqual(['metrics']);
    expect(await rows('x', 'ORDER BY time')).toEqual([['1.0'], ['2.0']]);
    // What the rejected records would have bound is free.
    expect(await accepted([multi([{ Name: 'fresh1', Value: 'x', Type: 'VARCHAR' }], { MeasureName: 'other1' }), single({ MeasureName: 'other4' })])).toBe(2);
  });

  it('binds no type for those that follow it in the request, one that is accepted does', async () => {
    const found = await rejected([
      multi([{ Name: 'x', Value: '1', Type: 'BIGINT' }], { Time: '0' }), multi([double('x')]), multi([{ Name: 'x', Value: '1', Type: 'BIGINT' }], { Time: String(nowMs + 1) }),
      single({ MeasureName: 'm' }), single({ MeasureName: 'm', MeasureValueType: 'VARCHAR', Time: String(nowMs + 1) }), multi([double('x')], { MeasureName: 'm' }),
    ]);
    expect(found).toEqual([
      [0, expect.stringContaining('outside the time range')],
      [2, 'The measure x has the type DOUBLE in this table and cannot take BIGINT.'],
      [4, 'The measure m has the type DOUBLE in this table and cannot take VARCHAR.'],
      [5, 'The measure m has the type DOUBLE in this table and cannot take MULTI.'],
    ]);
  });
});

describe('records of one request with the same key', () => {
  it('are decided one after the other, the last that is accepted stays', async () => {
    expect(await accepted([single({ MeasureValue: '1' }), single({ MeasureValue: '1' }), single({ MeasureValue: '3', Version: 3 }), single({ MeasureValue: '3', Version: 3 })])).toBe(4);
    const found = await rejected([single({ MeasureValue: '5', Version: 5 }), single({ MeasureValue: '4', Version: 4 }), single({ MeasureValue: '6', Version: 5 }), single({ MeasureValue: '7', Version: 7 })]);
    expect(found.map(([index]) => index)).toEqual([1, 2]);
    expect(await rows('measure_value::double')).toEqual([['7.0']]);
  });

  it('are told apart by measure name and dimensions, not by attributes or the order of dimensions', async () => {
    const both = [{ Name: 'a', Value: '1' }, { Name: 'b', Value: '2' }];
    await accepted([single({ Dimensions: both }), single({ Dimensions: both, MeasureName: 'other', MeasureValue: '2' }), single({ Dimensions: both.slice(1), MeasureValue: '3' }), single({ Dimensions: [...both].reverse() })]);
    expect(await rows('count(*)')).toEqual([['3']]);
    expect(await rejected([multi([double('x')]), multi([double('y')])])).toHaveLength(1);
  });
});

describe('the time window', () => {
  it('is half-open and moves with the clock', async () => {
    const from = nowMs - 6 * hourMs;
    const until = nowMs + hourMs / 4;
    expect((await rejected([single({ Time: String(from) }), single({ Time: String(from - 1) }), single({ Time: `${until}000000`, TimeUnit: 'NANOSECONDS' }), single({ Time: String(until - 1) })])).map(([index]) => index)).toEqual([1, 2]);
    service.advance(1);
    expect((await rejected([single({ Time: String(from) }), single({ Time: String(until) })])).map(([index]) => index)).toEqual([0]);
    service.server.control.reset();
  });
});
