import { WriteRecordsCommand, type _Record, type RejectedRecord, type RejectedRecordsException } from '@aws-sdk/client-timestream-write';
import { createTable, startWriteService, write, type WriteService } from './write-service';

let service: WriteService;
let tables = 0;
let tableName = '';
const nowMs = Date.UTC(2026, 5, 1, 12);
const hourMs = 3_600_000;

beforeAll(async () => { service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n }); });
afterAll(() => service.close());
beforeEach(async () => {
  tableName = `Table${tables += 1}`;
  await createTable(service.client, tableName);
});

const device = [{ Name: 'device_id', Value: 'sensor-001' }];
const single = (members: Partial<_Record> = {}): _Record => ({ Dimensions: device, MeasureName: 'temperature', MeasureValue: '22.7', Time: String(nowMs), ...members });
const multi = (members: Partial<_Record> = {}): _Record => ({
  Dimensions: device, MeasureName: 'metrics', MeasureValueType: 'MULTI', Time: String(nowMs),
  MeasureValues: [{ Name: 'humidity', Value: '58.3', Type: 'DOUBLE' }, { Name: 'battery_pct', Value: '87', Type: 'BIGINT' }], ...members,
});

const ingested = async (records: _Record[], common?: _Record) => (await write(service.client, tableName, records, common)).RecordsIngested;

async function rejected(records: _Record[], common?: _Record): Promise<RejectedRecord[]> {
  const error = await write(service.client, tableName, records, common).then(() => undefined, (cause: RejectedRecordsException) => cause);
  expect(error).toMatchObject({ name: 'RejectedRecordsException', message: 'One or more records have been rejected. See RejectedRecords for details.', $metadata: { httpStatusCode: 419, attempts: 1 } });
  return error?.RejectedRecords ?? [];
}

const sameVersion = 'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.';

describe('WriteRecords', () => {
  it('takes single- and multi-measure records of every type, with common attributes', async () => {
    expect(await ingested([single(), single({ MeasureName: 'count', MeasureValue: '-9223372036854775808', MeasureValueType: 'BIGINT' }), single({ MeasureName: 'ok', MeasureValue: 'true', MeasureValueType: 'BOOLEAN' }),
      single({ MeasureName: 'state', MeasureValue: "it's; -- \"x\" é😀", MeasureValueType: 'VARCHAR' }), multi()])).toEqual({ Total: 5, MemoryStore: 5, MagneticStore: 0 });
    expect(await ingested([{ MeasureName: 'rain', MeasureValue: '1' }, { MeasureName: 'wind', MeasureValue: '2' }], { Dimensions: device, Time: String(nowMs / 1000), TimeUnit: 'SECONDS' })).toEqual({ Total: 2, MemoryStore: 2, MagneticStore: 0 });
  });

  it('takes an identical repeat, counted', async () => {
    await ingested([single()]);
    expect(await ingested([single(), single()])).toEqual({ Total: 2, MemoryStore: 2, MagneticStore: 0 });
  });

  it('rejects only the records at fault and stores the others', async () => {
    await ingested([single({ Version: 200 })]);
    expect(await rejected([single({ Time: String(nowMs - 1) }), single({ Version: 2 }), single({ Version: 200, MeasureValue: '1' }), single({ Version: 201, MeasureValue: '1' })])).toEqual([
      { RecordIndex: 1, Reason: 'The record version 2 is lower than the existing version 200. A higher version is required to update the measure value.', ExistingVersion: 200 },
      { RecordIndex: 2, Reason: sameVersion, ExistingVersion: 200 },
    ]);
    // That the first and the last were stored shows in what they now reject.
    expect(await rejected([single({ Time: String(nowMs - 1), MeasureValue: '9' }), single({ Version: 200 })])).toMatchObject([{ RecordIndex: 0, ExistingVersion: 1 }, { RecordIndex: 1, ExistingVersion: 201 }]);
  });

  it('decides about two records of one request in their order', async () => {
    expect(await rejected([single(), single({ MeasureValue: '1' }), single({ MeasureValue: '2', Version: 2 }), single()])).toMatchObject([
      { RecordIndex: 1, ExistingVersion: 1 }, { RecordIndex: 3, ExistingVersion: 2 },
    ]);
  });

  it('takes the same moment in two units for the same record', async () => {
    await ingested([single({ Time: String(nowMs / 1000), TimeUnit: 'SECONDS' })]);
    expect(await rejected([single({ Time: `${nowMs}000000`, TimeUnit: 'NANOSECONDS', MeasureValue: '1' }), single({ Time: `${nowMs}000001`, TimeUnit: 'NANOSECONDS' })])).toMatchObject([{ RecordIndex: 0, Reason: sameVersion }]);
  });

  it('rejects times outside the memory store with the range', async () => {
    const reason = 'The record timestamp is outside the time range [2026-06-01T06:00:00.000Z, 2026-06-01T12:15:00.000Z) of the memory store.';
    const times = [nowMs - 6 * hourMs - 1, nowMs + hourMs / 4, 0, nowMs * 1000];
    expect(await rejected([single(), ...times.map((time) => single({ Time: String(time) }))])).toEqual([1, 2, 3, 4].map((RecordIndex) => ({ RecordIndex, Reason: reason })));
    expect(await ingested([single({ Time: String(nowMs - 6 * hourMs) }), single({ Time: String(nowMs + hourMs / 4 - 1) })])).toMatchObject({ Total: 2 });
  });

  it('counts late arrivals in the magnetic store where it takes writes, and keeps its version conflicts to itself', async () => {
    await createTable(service.client, 'Late', { RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 2 }, MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true } });
    tableName = 'Late';
    const late = single({ Time: String(nowMs - 2 * hourMs) });
    expect(await ingested([single(), late])).toEqual({ Total: 2, MemoryStore: 1, MagneticStore: 1 });
    expect(await ingested([{ ...late, MeasureValue: '1' }])).toEqual({ Total: 1, MemoryStore: 0, MagneticStore: 1 });
    expect(await rejected([single({ Time: String(nowMs - 49 * hourMs) })])).toEqual([{ RecordIndex: 0, Reason: 'The record timestamp is outside the time range of the data ingestion window.' }]);
  });

  it('binds a measure name and an attribute to one type for ever', async () => {
    await ingested([single(), multi()]);
    expect(await rejected([single({ MeasureValueType: 'BIGINT', MeasureValue: '1' }), multi({ MeasureValues: [{ Name: 'humidity', Value: '58', Type: 'BIGINT' }], Version: 2 })])).toEqual([
      { RecordIndex: 0, Reason: 'The measure temperature has the type DOUBLE in this table and cannot take BIGINT.' },
      { RecordIndex: 1, Reason: 'The measure humidity has the type DOUBLE in this table and cannot take BIGINT.' },
    ]);
  });

  it('rejects a record without the dimension that the partition key requires', async () => {
    await createTable(service.client, 'Keyed', { Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'site', EnforcementInRecord: 'REQUIRED' }] } });
    tableName = 'Keyed';
    expect(await rejected([single(), single({ Dimensions: [{ Name: 'site', Value: 's' }] })])).toEqual([{ RecordIndex: 0, Reason: expect.stringContaining('dimension site') }]);
  });

  it('rejects a record above 2 KB', async () => {
    expect(await rejected([single({ Dimensions: [{ Name: 'd', Value: 'x'.repeat(2048) }] })])).toEqual([{ RecordIndex: 0, Reason: expect.stringContaining('more than 2048') }]);
  });

  it.each<[string, _Record[], string]>([
    ['no record', [], "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['101 records', Array.from({ length: 101 }, () => single()), "at 'records' failed to satisfy constraint: Member must have length less than or equal to 100"],
  ])('refuses %s', async (_what, records, message) => {
    await expect(write(service.client, tableName, records)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
  });

  it.each<[string, Partial<_Record>, string]>([
    ['129 dimensions', { Dimensions: Array.from({ length: 129 }, (_, index) => ({ Name: `d${index}`, Value: 'x' })) }, "at 'records.2.member.dimensions' failed to satisfy constraint: Member must have length less than or equal to 128"],
    ['another dimension type', { Dimensions: [{ Name: 'a', Value: 'b', DimensionValueType: 'DOUBLE' as 'VARCHAR' }] }, "1 validation error detected: Value 'DOUBLE' at 'records.2.member.dimensions.1.member.dimensionValueType' failed to satisfy constraint: Member must satisfy enum value set: [VARCHAR]"],
    ['an unknown unit', { TimeUnit: 'HOURS' as 'SECONDS' }, "Value 'HOURS' at 'records.2.member.timeUnit' failed to satisfy constraint: Member must satisfy enum value set: [MILLISECONDS, SECONDS, MICROSECONDS, NANOSECONDS]"],
    ['version 0', { Version: 0 }, "Value '0' at 'records.2.member.version' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    ['an empty measure name', { MeasureName: '' }, "Value '' at 'records.2.member.measureName' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['an empty value', { MeasureValue: '' }, "Value '' at 'records.2.member.measureValue' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['a value of 2049 characters', { MeasureValue: 'x'.repeat(2049), MeasureValueType: 'VARCHAR' }, "at 'records.2.member.measureValue' failed to satisfy constraint: Member must have length less than or equal to 2048"],
    ['a dimension without value', { Dimensions: [{ Name: 'a', Value: undefined as unknown as string }] }, "Value null at 'records.2.member.dimensions.1.member.value' failed to satisfy constraint: Member must not be null"],
    ['a dimension twice', { Dimensions: [...device, ...device] }, 'Duplicate dimension name "device_id"'],
    ['no dimension', { Dimensions: [] }, 'At least one dimension is required for a record.'],
    ['no time', { Time: undefined }, 'Invalid time for record.'],
    ['a time that is no number', { Time: 'now' }, 'Invalid time for record.'],
    ['a single TIMESTAMP', { MeasureValueType: 'TIMESTAMP', MeasureValue: '1' }, 'TIMESTAMP is an invalid measure value type.'],
    ['NaN', { MeasureValue: 'NaN' }, 'The value "NaN" of "temperature" is not a valid DOUBLE.'],
    ['Infinity', { MeasureValue: 'Infinity' }, 'The value "Infinity" of "temperature" is not a valid DOUBLE.'],
    ['BIGINT beyond 64 bits', { MeasureValue: '9223372036854775808', MeasureValueType: 'BIGINT' }, 'The value "9223372036854775808" of "temperature" is not a valid BIGINT.'],
    ['a reserved name', { MeasureName: 'ts_x' }, 'Invalid measure name "ts_x"'],
  ])('fails the whole request for a record with %s and stores nothing of it', async (_what, members, message) => {
    await expect(write(service.client, tableName, [multi(), single(members)])).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
    // Had the first record been stored, its attribute would have kept its type.
    expect(await ingested([multi({ MeasureValues: [{ Name: 'humidity', Value: 'any type', Type: 'VARCHAR' }] })])).toMatchObject({ Total: 1 });
  });

  it('fails for a dimension that is common to all and in a record', async () => {
    await expect(write(service.client, tableName, [single()], { Dimensions: device })).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Duplicate dimension name "device_id"') });
  });

  it('needs the database and the table', async () => {
    await expect(write(service.client, 'Missing', [single()])).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'The table Missing does not exist.' });
    const elsewhere = new WriteRecordsCommand({ DatabaseName: 'Nowhere', TableName: tableName, Records: [single()] });
    await expect(service.client.send(elsewhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'The database Nowhere does not exist.' });
  });
});
