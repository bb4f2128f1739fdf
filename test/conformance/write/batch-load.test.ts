import { CreateBatchLoadTaskCommand, type DataModel } from '@aws-sdk/client-timestream-write';
import { removeTemporaryFolders } from '../../local/timestream/temporary-folder';
import { requestFor, startBatchLoadService, whenEnded, type BatchLoadService } from './batch-load-service';
import { createTable, write } from './write-service';

const nowMs = Date.UTC(2026, 0, 1);

let service: BatchLoadService;
beforeAll(async () => { service = await startBatchLoadService({ nowNs: () => BigInt(nowMs) * 1_000_000n }); });
afterAll(async () => {
  await service.close();
  removeTemporaryFolders();
});

const multi: DataModel = {
  TimeColumn: 'at', TimeUnit: 'SECONDS',
  DimensionMappings: [{ SourceColumn: 'vehicle', DestinationColumn: 'vehicle_id' }, { SourceColumn: 'region' }],
  MultiMeasureMappings: {
    TargetMultiMeasureName: 'ride',
    MultiMeasureAttributeMappings: [
      { SourceColumn: 'weight', TargetMultiMeasureAttributeName: 'weight_kg', MeasureValueType: 'DOUBLE' },
      { SourceColumn: 'passengers', MeasureValueType: 'BIGINT' },
      { SourceColumn: 'note', MeasureValueType: 'VARCHAR' },
      { SourceColumn: 'moving', MeasureValueType: 'BOOLEAN' },
      { SourceColumn: 'checked', MeasureValueType: 'TIMESTAMP' },
    ],
  },
};

describe('a batch load', () => {
  it('makes one multi-measure record of each row, without what is empty', async () => {
    const task = await service.load('Multi', [
      'at,vehicle,region,weight,passengers,note,moving,checked,ignored',
      '1767225600,car-1,eu,1.5,4,"a, ""b""\nc",true,1767225500,x',
      '1700000000,car-2,,2,,,false,,y',
      '',
    ].join('\n'), multi);
    expect(task).toEqual(expect.objectContaining({
      TaskStatus: 'SUCCEEDED', TargetDatabaseName: 'IoTMetrics', TargetTableName: 'Multi', RecordVersion: 1,
      CreationTime: new Date(nowMs), LastUpdatedTime: new Date(nowMs),
      DataModelConfiguration: { DataModel: multi },
      // 8 for the time, names and values of dimensions, the measure name, the values.
      ProgressReport: { RecordsProcessed: 2, RecordsIngested: 2, ParseFailures: 0, RecordIngestionFailures: 0, FileFailures: 0, BytesMetered: (8 + 23 + 4 + 8 + 8 + 8 + 1 + 8) + (8 + 15 + 4 + 8 + 1) },
    }));
    expect(task).not.toHaveProperty('ErrorMessage');
    expect(task).not.toHaveProperty('ResumableUntil');
    expect(await service.rows('SELECT vehicle_id, region, measure_name, time, weight_kg, passengers, note, moving, checked FROM IoTMetrics.Multi ORDER BY time')).toEqual([
      ['car-2', null, 'ride', '2023-11-14 22:13:20.000000000', '2.0', null, null, 'false', null],
      ['car-1', 'eu', 'ride', '2026-01-01 00:00:00.000000000', '1.5', '4', 'a, "b"\nc', 'true', '2025-12-31 23:58:20.000000000'],
    ]);
  });

  it('takes the measure name from a column', async () => {
    const model: DataModel = {
      TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }], MeasureNameColumn: 'm',
      MultiMeasureMappings: { MultiMeasureAttributeMappings: [{ SourceColumn: 'v', MeasureValueType: 'DOUBLE' }] },
    };
    const task = await service.load('Named', 't,d,m,v\n1767225600000,a,cpu,1\n1767225600000,a,memory,2\n1767225600000,a,,3\n1767225600000,a,ts_x,4\n', model);
    expect(task).toMatchObject({ TaskStatus: 'FAILED', ProgressReport: { RecordsProcessed: 4, RecordsIngested: 2, ParseFailures: 2 } });
    expect(await service.rows('SELECT measure_name, v FROM IoTMetrics.Named ORDER BY 1')).toEqual([['cpu', '1.0'], ['memory', '2.0']]);
    expect(await service.buckets.reports()).toMatchObject({
      [`reports/${task.TaskId}/error_report.json`]: {
        taskId: task.TaskId, taskErrors: [], fileErrors: [{ fileName: 'Named.csv', errors: [
          { reason: 'The measure name column m is empty.', lineRanges: [[4, 4]] },
          { reason: 'Invalid measure name "ts_x": it starts with a reserved prefix.', lineRanges: [[5, 5]] },
        ] }],
      },
    });
  });

  it('makes records of several measures of a row, each for the rows it is for', async () => {
    const model: DataModel = {
      TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }], MeasureNameColumn: 'kind',
      MixedMeasureMappings: [
        { MeasureName: 'cpu', SourceColumn: 'a', MeasureValueType: 'DOUBLE' },
        { MeasureName: 'cpu', SourceColumn: 'b', TargetMeasureName: 'cpu_state', MeasureValueType: 'VARCHAR' },
        { MeasureName: 'disk', TargetMeasureName: 'disk_io', MeasureValueType: 'MULTI', MultiMeasureAttributeMappings: [{ SourceColumn: 'a', TargetMultiMeasureAttributeName: 'reads', MeasureValueType: 'BIGINT' }] },
      ],
    };
    const task = await service.load('Mixed', 't,d,kind,a,b\n1767225600000,x,cpu,1.5,busy\n1767225600000,x,disk,7,\n1767225600001,x,cpu,,idle\n1767225600002,x,other,1,2\n', model);
    expect(task).toMatchObject({ TaskStatus: 'FAILED', ProgressReport: { RecordsProcessed: 5, RecordsIngested: 4, ParseFailures: 1, RecordIngestionFailures: 0 } });
    expect(await service.rows('SELECT time, measure_name, measure_value::double, measure_value::varchar, reads FROM IoTMetrics.Mixed ORDER BY 1, 2')).toEqual([
      ['2026-01-01 00:00:00.000000000', 'cpu', '1.5', null, null],
      ['2026-01-01 00:00:00.000000000', 'cpu_state', null, 'busy', null],
      ['2026-01-01 00:00:00.000000000', 'disk_io', null, null, '7'],
      ['2026-01-01 00:00:00.001000000', 'cpu_state', null, 'idle', null],
    ]);
  });

  const small: DataModel = {
    TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }],
    MixedMeasureMappings: [{ SourceColumn: 'v', MeasureValueType: 'BIGINT' }],
  };

  it('tells of every row that is not loaded on which lines it stands', async () => {
    const file = [
      't,d,v', // 1
      '1767225600000,a,1',
      '1767225600001,a,1.5', // 3
      '1767225600002,a,two', // 4
      'yesterday,a,3', // 5
      '1767225600004,,4', // 6
      '1767225600005,a,', // 7
      '1767225600006,a', // 8
      '1767225600007,"a\nb"x,7', // 9 to 10
      '1767225600008,"c\nd",8,9', // 11 to 12
      '1767226500000,a,9', // 13: 15 minutes ahead
      '1767225600000,a,2', // 14: another value for line 2
      `1767225600011,a,11`,
      '',
    ].join('\n');
    const task = await service.load('Bad', file, small);
    expect(task).toMatchObject({ TaskStatus: 'FAILED', ProgressReport: { RecordsProcessed: 11, RecordsIngested: 2, ParseFailures: 7, RecordIngestionFailures: 2, FileFailures: 0 } });
    const report = (await service.buckets.reports())[`reports/${task.TaskId}/error_report.json`];
    expect(report).toEqual({
      taskId: task.TaskId, taskErrors: [], fileErrors: [{ fileName: 'Bad.csv', errors: [
        { reason: 'The column v holds no valid BIGINT.', lineRanges: [[3, 4]] },
        { reason: 'The time column t holds no number of milliseconds since the epoch.', lineRanges: [[5, 5]] },
        { reason: 'At least one dimension is required for a record.', lineRanges: [[6, 6]] },
        { reason: 'The row has no measure value.', lineRanges: [[7, 7]] },
        { reason: 'The row has 2 columns, the header 3.', lineRanges: [[8, 8]] },
        // Inside or outside of quotes: nobody knows until both agree again.
        { reason: 'A closing quote is not followed by a column separator.', lineRanges: [[9, 12]] },
        { reason: 'The record timestamp is outside the time range of the data ingestion window.', lineRanges: [[13, 13]] },
        { reason: 'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.', lineRanges: [[14, 14]] },
      ] }],
    });
    expect(await service.rows('SELECT d, measure_value::bigint FROM IoTMetrics.Bad ORDER BY time')).toEqual([['a', '1'], ['a', '11']]);
  });

  it('replaces records by its version, and repeats itself without harm', async () => {
    await createTable(service.client, 'Versions');
    await write(service.client, 'Versions', [{ Dimensions: [{ Name: 'd', Value: 'a' }], MeasureName: 'v', MeasureValue: '1', MeasureValueType: 'BIGINT', Time: String(nowMs) }]);
    const file = `t,d,v\n${nowMs},a,2\n`;
    expect(await service.load('Versions', file, small)).toMatchObject({ TaskStatus: 'FAILED', RecordVersion: 1, ProgressReport: { RecordIngestionFailures: 1 } });
    for (const RecordVersion of [5, 5]) expect(await service.load('Versions', file, small, { RecordVersion })).toMatchObject({ TaskStatus: 'SUCCEEDED', RecordVersion });
    expect(await service.rows('SELECT measure_value::bigint FROM IoTMetrics.Versions')).toEqual([['2']]);
  });

  it('reads files as they are written', async () => {
    const csv = (members: object) => ({ DataSourceConfiguration: { ...requestFor('Dialect', small).DataSourceConfiguration, CsvConfiguration: members } as never });
    const text: DataModel = { ...small, MixedMeasureMappings: [{ SourceColumn: 'v', MeasureValueType: 'VARCHAR' }] };
    await service.load('Dialect', `t|d|v\n${nowMs}|'1|\\'\\\\\nx'|a"b\n`, text, csv({ ColumnSeparator: '|', QuoteChar: "'", EscapeChar: '\\' }));
    await service.load('Dialect', `t ; d ; v\n${nowMs} ; 2 ; " c" \n`, text, csv({ ColumnSeparator: ';', TrimWhiteSpace: true }));
    await service.load('Dialect', `t\td\tv\n${nowMs}\t3\t-\n${nowMs}\t4\t- \n`, text, csv({ ColumnSeparator: '\t', NullValue: '-' }));
    expect(await service.rows('SELECT d, measure_value::varchar FROM IoTMetrics.Dialect ORDER BY 1')).toEqual([["1|'\\\nx", 'a"b'], ['2', ' c'], ['4', '- ']]);
  });

  it('goes on with the other files when one cannot be read', async () => {
    await createTable(service.client, 'Files');
    await service.buckets.put('files/1.csv', `\ufefft,d,v\n${nowMs},a,1\n`);
    await service.buckets.put('files/2.csv', `t,d,w\n${nowMs},a,2\n`);
    await service.buckets.put('files/3.csv', '');
    await service.buckets.put('files/4.csv', `t,d,v\n${nowMs},a,4\n`);
    const source = requestFor('Files', small).DataSourceConfiguration;
    const { TaskId } = await service.client.send(new CreateBatchLoadTaskCommand({
      ...requestFor('Files', small), DataSourceConfiguration: { DataFormat: 'CSV', DataSourceS3Configuration: { BucketName: source?.DataSourceS3Configuration?.BucketName, ObjectKeyPrefix: 'files/' } },
    }));
    expect(await whenEnded(service.client, TaskId)).toMatchObject({ TaskStatus: 'FAILED', ProgressReport: { RecordsProcessed: 1, RecordsIngested: 1, FileFailures: 3 } });
    expect((await service.buckets.reports())[`reports/${TaskId}/error_report.json`]).toMatchObject({ fileErrors: [
      { fileName: 'files/1.csv', errors: [{ reason: 'The file begins with a byte order mark (BOM).', lineRanges: [[1, 1]] }] },
      { fileName: 'files/2.csv', errors: [{ reason: 'The header has no column v, which the data model maps.', lineRanges: [[1, 1]] }] },
      { fileName: 'files/3.csv', errors: [{ reason: 'The file has no header.', lineRanges: [[1, 1]] }] },
    ] });
    expect(await service.rows('SELECT measure_value::bigint FROM IoTMetrics.Files')).toEqual([['4']]);
  });
});
