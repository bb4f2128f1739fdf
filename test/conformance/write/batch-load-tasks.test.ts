import {
  CreateBatchLoadTaskCommand, DeleteTableCommand, DescribeBatchLoadTaskCommand, ListBatchLoadTasksCommand, ResumeBatchLoadTaskCommand,
  type BatchLoadStatus, type CreateBatchLoadTaskCommandInput, type DataModel,
} from '@aws-sdk/client-timestream-write';
import { removeTemporaryFolders } from '../../local/timestream/temporary-folder';
import { longRetention, reportBucket, requestFor, startBatchLoadService, startBuckets, whenEnded, whenTask, type BatchLoadService } from './batch-load-service';
import { startBucketGate, type BucketGate } from './bucket-gate';
import { createTable, databaseName, startWriteService } from './write-service';

const startMs = Date.UTC(2026, 0, 1);
const dayMs = 24 * 3_600_000;
const lateRows = 5000;

const model: DataModel = { TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }], MixedMeasureMappings: [{ SourceColumn: 'v', MeasureValueType: 'BIGINT' }] };
/** Every 1000th value is none. */
const file = `t,d,v\n${Array.from({ length: lateRows }, (_, at) => `${startMs + at},a,${at % 1000 === 999 ? 'x' : at}`).join('\n')}\n`;
const refusal = (name: string, message: string) => expect.objectContaining({ name, message: expect.stringContaining(message) });

let nowMs = startMs;
let service: BatchLoadService;
let gate: BucketGate;

beforeAll(async () => {
  const buckets = await startBuckets();
  gate = await startBucketGate(buckets.endpoint);
  service = await startBatchLoadService({ nowNs: () => BigInt(nowMs) * 1_000_000n, s3Endpoint: gate.endpoint }, buckets);
});
afterEach(() => gate.set({ kind: 'open' }));
afterAll(async () => {
  await service.close();
  await gate.close();
  removeTemporaryFolders();
});

const create = (input: Partial<CreateBatchLoadTaskCommandInput>, tableName = 'Tasks') => service.client.send(new CreateBatchLoadTaskCommand({ ...requestFor(tableName, model), ...input }));
const resume = (TaskId: string | undefined) => service.client.send(new ResumeBatchLoadTaskCommand({ TaskId }));
const prepareTable = async (tableName: string, body: string) => {
  await createTable(service.client, tableName, longRetention);
  await service.buckets.put(`${tableName}.csv`, body);
};

describe('a task', () => {
  it('that has to stop goes on later where it was, and counts every row once', async () => {
    await prepareTable('Stopped', file);
    gate.set({ kind: 'held', afterBytes: 60_000 });
    const { TaskId } = await create({}, 'Stopped');
    await whenTask(service.client, TaskId, ({ ProgressReport }) => (ProgressReport?.RecordsProcessed ?? 0) > 0);
    gate.set({ kind: 'broken' });
    const stopped = await whenEnded(service.client, TaskId);
    expect(stopped).toMatchObject({ TaskStatus: 'PROGRESS_STOPPED', ErrorMessage: 'The file cannot be read to its end.', ResumableUntil: new Date(nowMs + 7 * dayMs) });
    expect(stopped.ProgressReport?.RecordsProcessed).toBeLessThan(lateRows);
    expect((await service.buckets.reports())[`reports/${TaskId}/error_report.json`]).toMatchObject({ taskErrors: [{ reason: stopped.ErrorMessage }] });
    gate.set({ kind: 'open' });
    await resume(TaskId);
    const ended = await whenTask(service.client, TaskId, ({ TaskStatus }) => TaskStatus === 'FAILED');
    expect(ended.ProgressReport).toMatchObject({ RecordsProcessed: lateRows, RecordsIngested: lateRows - 5, ParseFailures: 5, RecordIngestionFailures: 0, FileFailures: 0 });
    expect(ended).not.toHaveProperty('ErrorMessage');
    expect((await service.buckets.reports())[`reports/${TaskId}/error_report.json`]).toEqual({
      taskId: TaskId, taskErrors: [],
      fileErrors: [{ fileName: 'Stopped.csv', errors: [{ reason: 'The column v holds no valid BIGINT.', lineRanges: [1001, 2001, 3001, 4001, 5001].map((line) => [line, line]) }] }],
    });
    expect(await service.rows('SELECT count(*), count(DISTINCT time) FROM IoTMetrics.Stopped')).toEqual([['4995', '4995']]);
    await expect(resume(TaskId)).rejects.toEqual(refusal('ValidationException', 'is FAILED; only one that is PROGRESS_STOPPED can be resumed'));
  });

  it('that stopped too long ago does not go on', async () => {
    await prepareTable('Expired', file);
    gate.set({ kind: 'broken' });
    const { TaskId } = await create({}, 'Expired');
    await whenEnded(service.client, TaskId);
    nowMs += 7 * dayMs + 1;
    await expect(resume(TaskId)).rejects.toEqual(refusal('ValidationException', 'stopped for too long'));
    nowMs = startMs;
  });

  it('fails when its table is deleted, also when another takes the name', async () => {
    await prepareTable('Deleted', file);
    gate.set({ kind: 'held', afterBytes: 60_000 });
    const { TaskId } = await create({}, 'Deleted');
    await whenTask(service.client, TaskId, ({ ProgressReport }) => (ProgressReport?.RecordsProcessed ?? 0) > 0);
    await service.client.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName: 'Deleted' }));
    await createTable(service.client, 'Deleted', longRetention);
    gate.set({ kind: 'open' });
    expect(await whenEnded(service.client, TaskId)).toMatchObject({ TaskStatus: 'FAILED', ErrorMessage: 'The table Deleted does not exist.' });
  });

  it('fails when there is nothing to load', async () => {
    await createTable(service.client, 'Nothing', longRetention);
    const { TaskId } = await create({}, 'Nothing');
    expect(await whenEnded(service.client, TaskId)).toMatchObject({ TaskStatus: 'FAILED', ErrorMessage: 'There is no file under the prefix of the data source.' });
  });

  it('may have its data model in a bucket', async () => {
    await prepareTable('ModelElsewhere', `t,d,v\n${nowMs},a,1\n`);
    await service.buckets.put('model.json', JSON.stringify(model));
    const DataModelS3Configuration = { BucketName: 'source-bucket', ObjectKey: 'model.json' };
    const { TaskId } = await create({ DataModelConfiguration: { DataModelS3Configuration } }, 'ModelElsewhere');
    expect(await whenEnded(service.client, TaskId)).toMatchObject({ TaskStatus: 'SUCCEEDED', DataModelConfiguration: { DataModelS3Configuration } });
    await service.buckets.put('broken.json', JSON.stringify({ ...model, TimeUnit: 'HOURS', DimensionMappings: [] }));
    await expect(create({ DataModelConfiguration: { DataModelS3Configuration: { ...DataModelS3Configuration, ObjectKey: 'broken.json' } } }, 'ModelElsewhere')).rejects.toEqual(refusal('ValidationException',
      "The data model s3://source-bucket/broken.json cannot be used: 2 validation errors detected: Value 'HOURS' at 'timeUnit' failed to satisfy constraint"));
  });
});

describe('creating a task', () => {
  it('again with its token gives the same task, with other parameters a conflict', async () => {
    await prepareTable('Token', `t,d,v\n${nowMs},a,1\n`);
    const [first, second] = await Promise.all([create({ ClientToken: 'once' }, 'Token'), create({ ClientToken: 'once' }, 'Token')]);
    expect(second.TaskId).toBe(first.TaskId);
    expect((await create({ ClientToken: 'once' }, 'Token')).TaskId).toBe(first.TaskId);
    await expect(create({ ClientToken: 'once', RecordVersion: 2 }, 'Token')).rejects.toEqual(refusal('ConflictException', 'token'));
    await expect(create({ ClientToken: 'later', RecordVersion: 0 }, 'Token')).rejects.toEqual(refusal('ValidationException', 'RecordVersion'));
    const later = await create({ ClientToken: 'later' }, 'Token');
    expect(later.TaskId).not.toBe(first.TaskId);
    for (const { TaskId } of [first, later]) await whenEnded(service.client, TaskId);
  });

  it('is limited to five active ones for a table and ten in all', async () => {
    gate.set({ kind: 'held', afterBytes: 0 });
    const made: (string | undefined)[] = [];
    for (const tableName of ['Quota1', 'Quota2']) {
      await prepareTable(tableName, file);
      for (let count = 0; count < 5; count += 1) made.push((await create({}, tableName)).TaskId);
      if (tableName === 'Quota1') await expect(create({}, tableName)).rejects.toEqual(refusal('ServiceQuotaExceededException', 'The table Quota1 has 5 active batch load tasks already.'));
    }
    await prepareTable('Quota3', file);
    await expect(create({}, 'Quota3')).rejects.toEqual(refusal('ServiceQuotaExceededException', 'There are 10 active batch load tasks already.'));
    const listed = async (TaskStatus: BatchLoadStatus) => (await service.client.send(new ListBatchLoadTasksCommand({ TaskStatus, MaxResults: 100 }))).BatchLoadTasks?.map((task) => task.TaskId);
    const states = [...await listed('CREATED') ?? [], ...await listed('IN_PROGRESS') ?? []];
    expect(states.sort()).toEqual([...made].sort());
    gate.set({ kind: 'open' });
    for (const taskId of made) await whenEnded(service.client, taskId);
    await create({}, 'Quota3');
  });

  const csv = (CsvConfiguration: object) => ({ DataSourceConfiguration: { ...requestFor('Tasks', model).DataSourceConfiguration, CsvConfiguration } }) as never;
  it.each<[string, Partial<CreateBatchLoadTaskCommandInput>, string, string]>([
    ['several members that break constraints', {
      ClientToken: 'x'.repeat(65), TargetTableName: 'no/name', ReportConfiguration: { ReportS3Configuration: { BucketName: 'Capitals' } },
      DataModelConfiguration: { DataModel: { ...model, TimeUnit: 'HOURS' as never, MixedMeasureMappings: [] } },
    }, 'ValidationException', '5 validation errors detected: '],
    ['no data source', { DataSourceConfiguration: undefined }, 'ValidationException', "at 'dataSourceConfiguration' failed to satisfy constraint: Member must not be null"],
    ['an object key of one character', { DataSourceConfiguration: { DataFormat: 'CSV', DataSourceS3Configuration: { BucketName: 'source-bucket', ObjectKeyPrefix: 'x' } } }, 'ValidationException', "'dataSourceConfiguration.dataSourceS3Configuration.objectKeyPrefix' failed to satisfy constraint: Member must satisfy regular expression pattern"],
    ['no data model', { DataModelConfiguration: undefined }, 'ValidationException', 'A DataModelConfiguration with a DataModel or a DataModelS3Configuration is required.'],
    ['no report location', { ReportConfiguration: {} }, 'ValidationException', 'needs a ReportS3Configuration'],
    ['KMS without a key', { ReportConfiguration: { ReportS3Configuration: { BucketName: reportBucket, EncryptionOption: 'SSE_KMS' } } }, 'ValidationException', 'needs a KmsKeyId'],
    ['a separator of two characters', csv({ ColumnSeparator: '||' }), 'ValidationException', 'Member must have length less than or equal to 1'],
    ['another separator', csv({ ColumnSeparator: ':' }), 'ValidationException', 'The ColumnSeparator ":" is not supported'],
    ['a table that is missing', { TargetTableName: 'Nowhere' }, 'ResourceNotFoundException', 'The table Nowhere does not exist.'],
    ['a bucket that is missing', { DataSourceConfiguration: { DataFormat: 'CSV', DataSourceS3Configuration: { BucketName: 'no-such-bucket' } } }, 'ValidationException', 's3://no-such-bucket'],
    ['a report bucket that is missing', { ReportConfiguration: { ReportS3Configuration: { BucketName: 'no-such-bucket' } } }, 'ValidationException', 's3://no-such-bucket'],
    ['a data model that cannot be', { DataModelConfiguration: { DataModel: { ...model, MixedMeasureMappings: undefined } } }, 'ValidationException', 'neither MultiMeasureMappings nor MixedMeasureMappings'],
  ])('is refused with %s', async (_what, input, name, message) => {
    await createTable(service.client, 'Tasks').catch(() => undefined);
    await expect(create(input)).rejects.toEqual(refusal(name, message));
  });

  it('is refused when the key that records must have is not mapped', async () => {
    await createTable(service.client, 'Keyed', { Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'other', EnforcementInRecord: 'REQUIRED' }] } });
    await expect(create({}, 'Keyed')).rejects.toEqual(refusal('ValidationException', 'does not map the dimension other'));
  });

  it('is refused by a server without buckets', async () => {
    const without = await startWriteService();
    await createTable(without.client, 'Table');
    await expect(without.client.send(new CreateBatchLoadTaskCommand(requestFor('Table', model)))).rejects.toEqual(refusal('ValidationException', 'without buckets'));
    await without.close();
  });
});

describe('tasks', () => {
  it('are listed by status, the newest first, in pages', async () => {
    await prepareTable('Listed', `t,d,v\n${nowMs},a,1\n`);
    const made: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { TaskId } = await create({}, 'Listed');
      await whenEnded(service.client, TaskId);
      made.unshift(TaskId);
    }
    const page = await service.client.send(new ListBatchLoadTasksCommand({ TaskStatus: 'SUCCEEDED', MaxResults: 2 }));
    expect(page.BatchLoadTasks).toEqual(made.slice(0, 2).map((TaskId) => ({
      TaskId, TaskStatus: 'SUCCEEDED', DatabaseName: databaseName, TableName: 'Listed', CreationTime: new Date(nowMs), LastUpdatedTime: new Date(nowMs),
    })));
    const next = await service.client.send(new ListBatchLoadTasksCommand({ TaskStatus: 'SUCCEEDED', MaxResults: 2, NextToken: page.NextToken }));
    expect(next.BatchLoadTasks?.[0]?.TaskId).toBe(made[2]);
    await expect(service.client.send(new ListBatchLoadTasksCommand({ MaxResults: 2, NextToken: page.NextToken }))).rejects.toEqual(refusal('ValidationException', 'Invalid pagination token'));
    await expect(service.client.send(new ListBatchLoadTasksCommand({ MaxResults: 101, TaskStatus: 'DONE' as never }))).rejects.toEqual(refusal('ValidationException', '2 validation errors detected: '));
  });

  it('that do not exist are not found', async () => {
    await expect(service.client.send(new DescribeBatchLoadTaskCommand({ TaskId: 'ABC' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'The batch load task ABC does not exist.'));
    await expect(resume('ABC')).rejects.toEqual(refusal('ResourceNotFoundException', 'The batch load task ABC does not exist.'));
    await expect(resume('a-')).rejects.toEqual(refusal('ValidationException', '2 validation errors detected: '));
  });
});
