import { DeleteTableCommand } from '@aws-sdk/client-timestream-write';
import {
  databaseName, hourMs, late, lateTable, nowMs, rejectsTo, removeTemporaryFolders, startBuckets, startMagneticService, temporaryFolder, until, type LocalBuckets, type MagneticService,
} from './magnetic-service';

let buckets: LocalBuckets;
let service: MagneticService;

beforeAll(async () => {
  buckets = await startBuckets();
  service = await startMagneticService({ s3Endpoint: buckets.endpoint });
});
afterAll(async () => {
  await service.close();
  await buckets.stop();
  removeTemporaryFolders();
});

const timeNs = `${nowMs - 3 * hourMs}000000`;
const device = [{ name: 'device_id', value: 'sensor-001', dimensionValueType: 'VARCHAR' }];
const sameVersion = 'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.';
const lowerVersion = 'The record version 4 is lower than the existing version 5. A higher version is required to update the measure value.';

describe('a late record whose version conflicts', () => {
  it('is counted as ingested, dropped, and reported below the prefix with its reason', async () => {
    await buckets.make('late-rejects');
    await service.createTable('Reported', rejectsTo('late-rejects', 'magnetic/rejects'));
    await service.ingest('Reported', [late({ Version: 5 })]);
    expect(await service.ingest('Reported', [late({ Version: 4, MeasureValue: '1' }), late({ Version: 5, MeasureValue: '-0.5' })])).toEqual({ Total: 2, MemoryStore: 0, MagneticStore: 2 });
    await until(() => buckets.reports('late-rejects').length === 1);
    const [report] = buckets.reports('late-rejects');
    expect(report).toEqual({
      key: `magnetic/rejects/IoTMetrics/Reported/2026-06-01/120000.000Z-${report?.reportId}.json`,
      reportId: expect.stringMatching(/^[0-9A-F]{32}$/),
      errors: [
        { reason: lowerVersion, records: [{ dimensions: device, measureName: 'temperature', measureValue: '1', measureValues: null, measureValueType: 'DOUBLE', time: timeNs, timeUnit: 'NANOSECONDS', version: 4 }] },
        { reason: sameVersion, records: [{ dimensions: device, measureName: 'temperature', measureValue: '-0.5', measureValues: null, measureValueType: 'DOUBLE', time: timeNs, timeUnit: 'NANOSECONDS', version: 5 }] },
      ],
    });
    expect(await service.rows(`SELECT measure_value::double FROM "${databaseName}"."Reported"`)).toEqual([['22.7']]);
  });

  it('is reported beside the rejections of the same request, and of its multi-measure values', async () => {
    await buckets.make('mixed-rejects');
    await service.createTable('Mixed', rejectsTo('mixed-rejects'));
    const multi = (battery: string) => late({ MeasureName: 'metrics', MeasureValueType: 'MULTI', MeasureValue: undefined, MeasureValues: [
      { Name: 'battery', Value: battery, Type: 'BIGINT' }, { Name: 'state', Value: 'é "x"', Type: 'VARCHAR' }, { Name: 'seen', Value: '1000', Type: 'TIMESTAMP' }, { Name: 'ok', Value: 'true', Type: 'BOOLEAN' },
    ] });
    const now = late({ Time: String(nowMs) });
    await service.ingest('Mixed', [multi('9223372036854775807'), now]);
    await expect(service.ingest('Mixed', [multi('1'), { ...now, MeasureValue: '1' }, late({ MeasureName: 'fresh' })])).rejects.toMatchObject({
      name: 'RejectedRecordsException', RejectedRecords: [{ RecordIndex: 1, Reason: sameVersion, ExistingVersion: 1 }],
    });
    await until(() => buckets.reports('mixed-rejects').length === 1);
    expect(buckets.reports('mixed-rejects')[0]?.errors).toEqual([{ reason: sameVersion, records: [expect.objectContaining({
      measureName: 'metrics', measureValue: null, measureValueType: 'MULTI', version: 1, measureValues: [
        { name: 'battery', value: '1', type: 'BIGINT' }, { name: 'state', value: 'é "x"', type: 'VARCHAR' }, { name: 'seen', value: '1000000000', type: 'TIMESTAMP' }, { name: 'ok', value: 'true', type: 'BOOLEAN' },
      ],
    })] }]);
    expect(await service.rows(`SELECT count(*) FROM "${databaseName}"."Mixed"`)).toEqual([['3']]);
  });

  it('is not reported when it repeats what is stored', async () => {
    await buckets.make('repeats');
    await service.createTable('Repeats', rejectsTo('repeats'));
    await service.ingest('Repeats', [late(), late(), late({ Version: 2, MeasureValue: '1' })]);
    await service.ingest('Repeats', [late({ Version: 2, MeasureValue: '1' })]);
    await service.ingest('Repeats', [late()]);
    await until(() => buckets.reports('repeats').length > 0);
    expect(buckets.reports('repeats').map(({ errors }) => errors.map(({ records }) => records.length))).toEqual([[1]]);
  });

  it('is dropped and counted where the table has no place for the report', async () => {
    service.server.control.reset();
    await service.createTable('Unreported', lateTable);
    await service.ingest('Unreported', [late()]);
    expect(await service.ingest('Unreported', [late({ MeasureValue: '1' }), late({ MeasureValue: '2' })])).toEqual({ Total: 2, MemoryStore: 0, MagneticStore: 2 });
    expect(service.server.control.state().droppedLateRecords).toBe(2);
    expect(service.warnings.filter((line) => line.includes('Unreported'))).toEqual([expect.stringContaining('no MagneticStoreRejectedDataLocation')]);
  });
});

describe('a report whose bucket', () => {
  it('is missing waits for it, with one warning that names it, and holds up no other', async () => {
    await buckets.make('present');
    await service.createTable('Waiting', rejectsTo('not-yet-made', 'rejects'));
    await service.createTable('Going', rejectsTo('present'));
    for (const table of ['Waiting', 'Going']) await service.ingest(table, [late()]);
    for (const MeasureValue of ['1', '2']) await service.ingest('Waiting', [late({ MeasureValue })]);
    await service.ingest('Going', [late({ MeasureValue: '1' })]);
    await until(() => buckets.reports('present').length === 1);
    await until(() => service.warnings.some((line) => line.includes('not-yet-made')));
    await service.write.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName: 'Waiting' }));
    await buckets.make('not-yet-made');
    await until(() => buckets.reports('not-yet-made').length === 2);
    expect(service.warnings.filter((line) => line.includes('not-yet-made'))).toEqual(['reject reports of IoTMetrics.Waiting wait for the bucket not-yet-made: there is no such bucket']);
  });

  it('cannot be reached waits, also over a restart, and is uploaded once', async () => {
    const own = await startBuckets();
    await own.make('later');
    const data = temporaryFolder();
    const first = await startMagneticService({ data, s3Endpoint: own.endpoint });
    await first.createTable('Late', rejectsTo('later'));
    await own.stop();
    await first.ingest('Late', [late()]);
    await first.ingest('Late', [late({ MeasureValue: '1' })]);
    await first.close();
    expect(first.warnings).toContain('reject reports that could not be uploaded yet: 1');
    await own.start();
    const second = await startMagneticService({ data, s3Endpoint: own.endpoint });
    await until(() => own.reports('later').length === 1);
    await second.close();
    const third = await startMagneticService({ data, s3Endpoint: own.endpoint });
    await third.close();
    expect(own.reports('later')).toHaveLength(1);
    await own.stop();
  });
});
