import { CreateTableCommand, DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-timestream-write';
import {
  databaseName, dayMs, hourMs, late, lateTable, nowMs, rejectsTo, removeTemporaryFolders, startBuckets, startMagneticService, temporaryFolder, until, type LocalBuckets, type MagneticService,
} from './magnetic-service';

let buckets: LocalBuckets;
let service: MagneticService;
let tables = 0;
let tableName = '';

beforeAll(async () => {
  buckets = await startBuckets();
  service = await startMagneticService({ s3Endpoint: buckets.endpoint });
});
afterAll(async () => {
  await service.close();
  await buckets.stop();
  removeTemporaryFolders();
});
beforeEach(async () => {
  service.server.control.reset();
  service.server.control.change({ magneticDelayMs: 6 * hourMs });
  tableName = `Table${tables += 1}`;
  await service.createTable(tableName);
});

const now = (members = {}) => late({ Time: String(nowMs), ...members });
const values = async (from = service) => (await from.rows(`SELECT measure_value::double FROM "${databaseName}"."${tableName}" ORDER BY time`)).map(([value]) => Number(value));

describe('late records under a delay', () => {
  it('are counted at once and visible once the clock has passed it, those of the memory store at once', async () => {
    expect(await service.ingest(tableName, [late(), now({ MeasureValue: '1' })])).toEqual({ Total: 2, MemoryStore: 1, MagneticStore: 1 });
    expect(await values()).toEqual([1]);
    service.advance(6 * hourMs - 1);
    expect(await values()).toEqual([1]);
    service.advance(1);
    expect(await values()).toEqual([22.7, 1]);
  });

  it('keep the delay they were accepted with', async () => {
    await service.ingest(tableName, [late()]);
    service.server.control.change({ magneticDelayMs: 0 });
    expect(await values()).toEqual([]);
    await service.ingest(tableName, [late({ Version: 2, MeasureValue: '2' })]);
    expect(await values()).toEqual([2]);
    service.advance(6 * hourMs);
    expect(await values()).toEqual([2]);
  });

  it('bind names and types at once, for each other and for all', async () => {
    await service.ingest(tableName, [late()]);
    const reason = 'The measure temperature has the type DOUBLE in this table and cannot take BIGINT.';
    await expect(service.ingest(tableName, [now({ MeasureValue: '1', MeasureValueType: 'BIGINT' }), late({ MeasureValue: '1', MeasureValueType: 'BIGINT' })])).rejects.toMatchObject({
      RejectedRecords: [{ RecordIndex: 0, Reason: reason }, { RecordIndex: 1, Reason: reason }],
    });
    await expect(service.ingest(tableName, [now({ Dimensions: [{ Name: 'temperature', Value: 'x' }], MeasureName: 'other' })])).rejects.toMatchObject({
      RejectedRecords: [{ RecordIndex: 0, Reason: 'temperature cannot be the name of a dimension and of a measure in the same table.' }],
    });
  });

  it('meet the version check when they settle: the first accepted stays, the other is reported', async () => {
    await buckets.make('settled');
    await service.createTable('Settled', rejectsTo('settled'));
    tableName = 'Settled';
    expect(await service.ingest(tableName, [late({ MeasureValue: '1' }), late({ MeasureValue: '2' })])).toEqual({ Total: 2, MemoryStore: 0, MagneticStore: 2 });
    expect(await service.ingest(tableName, [late({ MeasureValue: '3' }), late({ MeasureValue: '4', Version: 2 })])).toEqual({ Total: 2, MemoryStore: 0, MagneticStore: 2 });
    service.advance(6 * hourMs);
    // Nobody asks: they settle by themselves.
    await until(() => buckets.reports('settled').length > 0);
    expect(buckets.reports('settled').flatMap(({ errors }) => errors.flatMap(({ records }) => records.map(({ measureValue }) => measureValue)))).toEqual(['2', '3']);
    expect(await values()).toEqual([4]);
  });

  it('are there before a later write is checked', async () => {
    await service.ingest(tableName, [late({ Version: 5, MeasureValue: '5' })]);
    service.advance(6 * hourMs);
    service.server.control.change({ magneticDelayMs: 0 });
    const { droppedLateRecords } = service.server.control.state();
    await service.ingest(tableName, [late({ Version: 4, MeasureValue: '4' })]);
    expect(service.server.control.state().droppedLateRecords).toBe(droppedLateRecords + 1);
    expect(await values()).toEqual([5]);
  });

  it('are gone when the retention has passed them by', async () => {
    await service.ingest(tableName, [late({ Time: String(nowMs - dayMs + hourMs) }), late({ Time: String(nowMs - dayMs + 6 * hourMs), MeasureValue: '6' })]);
    await service.write.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: tableName, RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 1 } }));
    service.advance(6 * hourMs);
    expect(await values()).toEqual([6]);
  });

  it('go with their table', async () => {
    await service.ingest(tableName, [late()]);
    await service.write.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName: tableName }));
    await service.write.send(new CreateTableCommand({ DatabaseName: databaseName, TableName: tableName, ...lateTable }));
    await service.ingest(tableName, [now({ MeasureValue: '1' })]);
    service.advance(6 * hourMs);
    expect(await values()).toEqual([1]);
  });

  it('keep their time over a restart', async () => {
    const data = temporaryFolder();
    const first = await startMagneticService({ data, magneticDelayMs: hourMs });
    await first.createTable(tableName);
    await first.ingest(tableName, [late()]);
    first.advance(hourMs / 2);
    await first.ingest(tableName, [late({ Time: String(nowMs - 2 * hourMs), MeasureValue: '2' })]);
    await first.close();
    const second = await startMagneticService({ data });
    second.advance(hourMs - 1);
    expect(await values(second)).toEqual([]);
    second.advance(1);
    expect(await values(second)).toEqual([22.7]);
    second.advance(hourMs / 2);
    expect(await values(second)).toEqual([22.7, 2]);
    await second.close();
  });

  it('may be delayed for 7 hours at most', () => {
    expect(() => service.server.control.change({ magneticDelayMs: 7 * hourMs + 1 })).toThrow('control.magneticDelayMs');
    expect(() => service.server.control.change({ magneticDelayMs: 7 * hourMs })).not.toThrow();
  });
});
