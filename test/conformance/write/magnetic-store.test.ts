import { DeleteTableCommand, UpdateTableCommand, type UpdateTableCommandInput, type _Record } from '@aws-sdk/client-timestream-write';
import { databaseName, dayMs, hourMs, late, lateTable, nowMs, removeTemporaryFolders, startMagneticService, type MagneticService } from './magnetic-service';

let service: MagneticService;
let tables = 0;
let tableName = '';

beforeAll(async () => { service = await startMagneticService(); });
afterAll(async () => {
  await service.close();
  removeTemporaryFolders();
});
beforeEach(async () => {
  service.server.control.reset();
  tableName = `Table${tables += 1}`;
  await service.createTable(tableName);
});

const at = (timeMs: number, members: Partial<_Record> = {}) => late({ Time: String(timeMs), ...members });
const update = (members: Partial<UpdateTableCommandInput>) => service.write.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: tableName, ...members }));
const retention = (MemoryStoreRetentionPeriodInHours: number, MagneticStoreRetentionPeriodInDays: number) => ({ RetentionProperties: { MemoryStoreRetentionPeriodInHours, MagneticStoreRetentionPeriodInDays } });
const counts = (MemoryStore: number, MagneticStore: number) => ({ Total: MemoryStore + MagneticStore, MemoryStore, MagneticStore });
const rejectedFor = (...reasons: readonly (readonly [index: number, reason: string])[]) => ({
  name: 'RejectedRecordsException', RejectedRecords: reasons.map(([RecordIndex, Reason]) => ({ RecordIndex, Reason })),
});
const outsideWindow = 'The record timestamp is outside the time range of the data ingestion window.';
const outsideMemory = (from: string) => `The record timestamp is outside the time range [${from}, 2026-06-01T12:15:00.000Z) of the memory store.`;

describe('which store a record goes to', () => {
  it('is told by the two retentions, at their edges', async () => {
    await update(retention(1, 2));
    expect(await service.ingest(tableName, [at(nowMs - hourMs), at(nowMs - hourMs - 1), at(nowMs), at(nowMs - 2 * dayMs), at(nowMs + hourMs / 4 - 1)])).toEqual(counts(3, 2));
    await expect(service.ingest(tableName, [at(nowMs - 2 * dayMs - 1), at(nowMs + hourMs / 4)])).rejects.toMatchObject(rejectedFor([0, outsideWindow], [1, outsideWindow]));
  });

  it('is counted for repeats and for records that the magnetic store drops, but not told beside a rejection', async () => {
    await service.ingest(tableName, [late(), at(nowMs)]);
    expect(await service.ingest(tableName, [late(), late({ MeasureValue: '1' }), at(nowMs)])).toEqual(counts(1, 2));
    const answer = await service.ingest(tableName, [late({ Version: 2 }), at(nowMs, { MeasureValue: '1' })]).catch((error: unknown) => error);
    expect(answer).toMatchObject({ name: 'RejectedRecordsException', RejectedRecords: [expect.objectContaining({ RecordIndex: 1, ExistingVersion: 1 })] });
    expect(answer).not.toHaveProperty('RecordsIngested');
  });

  it('is the memory store alone for a table without magnetic writes, which refuses late records with its range', async () => {
    await update({ MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false } });
    await expect(service.ingest(tableName, [late(), at(nowMs)])).rejects.toMatchObject(rejectedFor([0, outsideMemory('2026-06-01T11:00:00.000Z')]));
    await update({ MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true } });
    expect(await service.ingest(tableName, [late()])).toEqual(counts(0, 1));
  });
});

describe('after the retention has changed', () => {
  it('a wider memory store takes nothing older than the narrow one took, until time has passed', async () => {
    await update({ ...retention(6, 3650), MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false } });
    await expect(service.ingest(tableName, [late()])).rejects.toMatchObject(rejectedFor([0, outsideMemory('2026-06-01T11:00:00.000Z')]));
    service.advance(5 * hourMs);
    expect(await service.ingest(tableName, [at(nowMs - hourMs)])).toEqual(counts(1, 0));
    service.advance(1);
    await expect(service.ingest(tableName, [at(nowMs - hourMs)])).rejects.toMatchObject({ RejectedRecords: [{ Reason: expect.stringContaining('[2026-06-01T11:00:00.001Z, ') }] });
  });

  it('what is in the newly opened range goes to the magnetic store where that takes writes', async () => {
    await update(retention(6, 3650));
    expect(await service.ingest(tableName, [late(), at(nowMs - hourMs)])).toEqual(counts(1, 1));
  });

  it('a narrower memory store hands over at once, and widened back does not reach further than it did', async () => {
    await update(retention(6, 3650));
    await update(retention(1, 3650));
    expect(await service.ingest(tableName, [at(nowMs - hourMs - 1)])).toEqual(counts(0, 1));
  });

  it('a narrower magnetic store refuses older records at once, and widened again it goes on from where it was', async () => {
    await update(retention(1, 2));
    await expect(service.ingest(tableName, [at(nowMs - 2 * dayMs - 1)])).rejects.toMatchObject(rejectedFor([0, outsideWindow]));
    await update(retention(1, 4));
    service.advance(2 * dayMs);
    expect(await service.ingest(tableName, [at(nowMs - 2 * dayMs)])).toEqual(counts(0, 1));
    await expect(service.ingest(tableName, [at(nowMs - 2 * dayMs - 1)])).rejects.toMatchObject(rejectedFor([0, outsideWindow]));
  });
});

describe('a late record', () => {
  it('is rejected within the answer for whatever is not its version', async () => {
    await service.ingest(tableName, [late()]);
    await expect(service.ingest(tableName, [late({ MeasureValueType: 'BIGINT', MeasureValue: '1' }), late({ MeasureName: 'm'.repeat(257) }), late({ Version: 2 })])).rejects.toMatchObject(rejectedFor(
      [0, 'The measure temperature has the type DOUBLE in this table and cannot take BIGINT.'], [1, `The measure name ${'m'.repeat(257)} is longer than 256 bytes.`],
    ));
    expect(service.server.control.state().droppedLateRecords).toBe(0);
  });

  it('is visible at once without a delay, and updated by a higher version', async () => {
    await service.ingest(tableName, [late({ MeasureValue: '1' })]);
    await service.ingest(tableName, [late({ MeasureValue: '2', Version: 2 })]);
    expect(await service.rows(`SELECT to_nanoseconds(time), measure_value::double FROM "${databaseName}"."${tableName}"`)).toEqual([[`${nowMs - 3 * hourMs}000000`, '2.0']]);
  });
});

describe('active partitions', () => {
  const days = (from: number, count: number) => Array.from({ length: count }, (_, index) => at(nowMs - (from + index) * dayMs));
  const backfill = async (table: string, from: number, count: number) => {
    for (let done = 0; done < count; done += 100) await service.ingest(table, days(from + done, Math.min(100, count - done)));
  };

  let startMs = 0;

  // Those of the tests before have fallen by then.
  beforeEach(() => {
    startMs = nowMs + tables * dayMs;
    service.advance(startMs - nowMs);
  });

  it('are counted by table and day, over all tables of a database, up to 250', async () => {
    const other = `${tableName}Other`;
    await service.createTable(other);
    await backfill(tableName, 1, 200);
    await backfill(tableName, 1, 200);
    await backfill(other, 1, 50);
    await expect(service.ingest(other, [at(nowMs), ...days(51, 1)])).rejects.toMatchObject({
      name: 'ThrottlingException', $metadata: { httpStatusCode: 429 }, message: expect.stringContaining('250 active magnetic store partitions'),
    });
    // Nothing of the request was stored.
    expect(await service.rows(`SELECT count(*) FROM "${databaseName}"."${other}"`)).toEqual([['50']]);
    await service.ingest(other, days(50, 1));
  });

  it('fall 6 hours after the last late record, and do not keep the memory store from writing', async () => {
    await backfill(tableName, 1, 250);
    service.advance(3 * hourMs);
    await service.ingest(tableName, days(1, 1));
    await expect(service.ingest(tableName, days(300, 1))).rejects.toMatchObject({ name: 'ThrottlingException' });
    const memory = [at(startMs + 3 * hourMs)];
    expect(await service.ingest(tableName, memory)).toEqual(counts(1, 0));
    service.advance(3 * hourMs - 1);
    await expect(service.ingest(tableName, days(300, 1))).rejects.toMatchObject({ name: 'ThrottlingException' });
    service.advance(1);
    // The day that was written to again is still active.
    await backfill(tableName, 300, 249);
    await expect(service.ingest(tableName, days(600, 1))).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it('are not taken by records that are rejected before they are stored', async () => {
    await update(retention(1, 100));
    await backfill(tableName, 1, 50);
    await expect(service.ingest(tableName, days(101, 100))).rejects.toMatchObject({ name: 'RejectedRecordsException' });
    const other = `${tableName}Other`;
    await service.createTable(other);
    await backfill(other, 1, 200);
  });

  it('go with their table', async () => {
    await backfill(tableName, 1, 250);
    await service.write.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName: tableName }));
    const other = `${tableName}Other`;
    await service.createTable(other);
    await backfill(other, 1, 250);
  });
});

describe('the partition key of a table', () => {
  const keyed = (EnforcementInRecord: 'REQUIRED' | 'OPTIONAL') => ({ Schema: { CompositePartitionKey: [{ Type: 'DIMENSION' as const, Name: 'site', EnforcementInRecord }] } });
  const atSite = (members: Partial<_Record> = {}) => late({ Dimensions: [{ Name: 'site', Value: 'a' }], ...members });
  const missing = 'The record does not have the dimension site, which the partition key of the table requires.';

  it('is required of each record of both stores, or of none, as the table was last told', async () => {
    tableName = `Keyed${tables}`;
    await service.createTable(tableName, { ...lateTable, ...keyed('REQUIRED') });
    await expect(service.ingest(tableName, [late(), atSite(), at(nowMs)])).rejects.toMatchObject(rejectedFor([0, missing], [2, missing]));
    await update(keyed('OPTIONAL'));
    expect(await service.ingest(tableName, [late(), at(nowMs)])).toEqual(counts(1, 1));
    await update(keyed('REQUIRED'));
    await expect(service.ingest(tableName, [late()])).rejects.toMatchObject(rejectedFor([0, missing]));
    expect(await service.rows(`SELECT site, count(*) FROM "${databaseName}"."${tableName}" GROUP BY site ORDER BY site`)).toEqual([['a', '1'], [null, '2']]);
  });

  it('may come from the common attributes, and may be empty', async () => {
    tableName = `Keyed${tables}`;
    await service.createTable(tableName, { ...lateTable, ...keyed('REQUIRED') });
    expect(await service.ingest(tableName, [late()], { Dimensions: [{ Name: 'site', Value: '' }] })).toEqual(counts(0, 1));
  });
});
