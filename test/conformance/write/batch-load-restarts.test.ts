/** Batch load tasks of servers that are killed, stopped, or just slow because of the bucket. */
import { CreateBatchLoadTaskCommand, ResumeBatchLoadTaskCommand, type DataModel } from '@aws-sdk/client-timestream-write';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { buildServer } from '../../local/timestream/built-server';
import { endServerProcesses, startServerProcess, type ServerProcess } from '../../local/timestream/server-process';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';
import { longRetention, requestFor, startBuckets, whenEnded, whenTask, type Buckets } from './batch-load-service';
import { startBucketGate, type BucketGate } from './bucket-gate';
import { clientFor, createTable, credentials, startWriteService } from './write-service';

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;
const rows = isLong ? 200_000 : 20_000;
const rounds = isLong ? 6 : 2;

jest.setTimeout(isLong ? 600_000 : 120_000);

const startMs = Date.UTC(2024, 0, 1);
const model: DataModel = {
  TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }],
  MultiMeasureMappings: { TargetMultiMeasureName: 'm', MultiMeasureAttributeMappings: [{ SourceColumn: 'v', MeasureValueType: 'BIGINT' }, { SourceColumn: 'w', MeasureValueType: 'DOUBLE' }] },
};
/** One row in a thousand has no value. */
const file = `t,d,v,w\n${Array.from({ length: rows }, (_, at) => `${startMs + at},device-${at % 10},${at % 1000 === 0 ? 'none' : at},${at / 8}`).join('\n')}\n`;
const badRows = rows / 1000;
const sumOfGood = (rows * (rows - 1)) / 2 - (1000 * badRows * (badRows - 1)) / 2;

let buckets: Buckets;
let gate: BucketGate;

beforeAll(async () => {
  buckets = await startBuckets();
  gate = await startBucketGate(buckets.endpoint);
  await buckets.put('Loaded.csv', file);
});
afterAll(async () => {
  await endServerProcesses();
  await gate.close();
  await buckets.close();
  removeTemporaryFolders();
});

describe('a batch load', () => {
  it('that servers are killed under is stopped, and resumed it loads every row once and tells every failure once', async () => {
    const folder = temporaryFolder();
    const program = buildServer();
    const start = () => startServerProcess(['--port', '0', '--data', folder, '--s3-endpoint', gate.endpoint], program);
    let server: ServerProcess = await start();
    let client = clientFor(server.endpoint);
    await createTable(client, 'Loaded', longRetention);
    let taskId: string | undefined;
    for (let round = 0; round < rounds; round += 1) {
      gate.set({ kind: 'held', afterBytes: (file.length * (round + 1)) / (rounds + 1) });
      if (taskId === undefined) ({ TaskId: taskId } = await client.send(new CreateBatchLoadTaskCommand({ ...requestFor('Loaded', model), ClientToken: 'the-load' })));
      else await client.send(new ResumeBatchLoadTaskCommand({ TaskId: taskId }));
      const seen = (rows * round) / (rounds + 1);
      await whenTask(client, taskId, ({ ProgressReport }) => (ProgressReport?.RecordsProcessed ?? 0) > seen);
      server.process.kill('SIGKILL');
      expect(await server.ended).toBe('SIGKILL');
      client.destroy();
      server = await start();
      client = clientFor(server.endpoint);
      expect(await whenEnded(client, taskId)).toMatchObject({ TaskStatus: 'PROGRESS_STOPPED', ErrorMessage: 'The server ended while the task was active.' });
    }
    gate.set({ kind: 'open' });
    expect((await client.send(new CreateBatchLoadTaskCommand({ ...requestFor('Loaded', model), ClientToken: 'the-load' }))).TaskId).toBe(taskId);
    await client.send(new ResumeBatchLoadTaskCommand({ TaskId: taskId }));
    const ended = await whenTask(client, taskId, ({ TaskStatus }) => TaskStatus === 'FAILED');
    expect(ended.ProgressReport).toMatchObject({ RecordsProcessed: rows, RecordsIngested: rows - badRows, ParseFailures: badRows, RecordIngestionFailures: 0, FileFailures: 0 });
    const lineRanges = Array.from({ length: badRows }, (_, at) => [1000 * at + 2, 1000 * at + 2]);
    expect((await buckets.reports())[`reports/${taskId}/error_report.json`]).toEqual({
      taskId, taskErrors: [], fileErrors: [{ fileName: 'Loaded.csv', errors: [{ reason: 'The column v holds no valid BIGINT.', lineRanges }] }],
    });
    const query = new TimestreamQueryClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
    const { Rows } = await query.send(new QueryCommand({ QueryString: 'SELECT count(*), count(DISTINCT v), sum(v), sum(v - CAST(8 * w AS bigint)) FROM IoTMetrics.Loaded' }));
    expect(Rows?.[0]?.Data?.map(({ ScalarValue }) => ScalarValue)).toEqual([String(rows - badRows), String(rows - badRows), String(sumOfGood), '0']);
    query.destroy();
    client.destroy();
  });

  it('does not keep a server from stopping, and is stopped when it is started again', async () => {
    const data = temporaryFolder();
    const options = { data, s3Endpoint: gate.endpoint };
    gate.set({ kind: 'held', afterBytes: 0 });
    const first = await startWriteService(options);
    await createTable(first.client, 'Loaded', longRetention);
    const { TaskId: running } = await first.client.send(new CreateBatchLoadTaskCommand(requestFor('Loaded', model)));
    await whenTask(first.client, running, ({ TaskStatus }) => TaskStatus === 'IN_PROGRESS');
    await first.close();
    gate.set({ kind: 'open' });
    const second = await startWriteService(options);
    expect(await whenEnded(second.client, running)).toMatchObject({ TaskStatus: 'PROGRESS_STOPPED', ErrorMessage: 'The server was stopped.' });
    await second.client.send(new ResumeBatchLoadTaskCommand({ TaskId: running }));
    expect(await whenTask(second.client, running, ({ TaskStatus }) => TaskStatus === 'FAILED')).toMatchObject({ ProgressReport: { RecordsProcessed: rows } });
    await second.close();
  });

  it('that was stopped takes nothing of a file that came in the place of its own', async () => {
    const options = { data: temporaryFolder(), s3Endpoint: gate.endpoint };
    await buckets.put('Replaced.csv', file);
    gate.set({ kind: 'held', afterBytes: file.length / 2 });
    const first = await startWriteService(options);
    await createTable(first.client, 'Replaced', longRetention);
    const { TaskId } = await first.client.send(new CreateBatchLoadTaskCommand(requestFor('Replaced', model)));
    await whenTask(first.client, TaskId, ({ ProgressReport }) => (ProgressReport?.RecordsProcessed ?? 0) > 0);
    await first.close();
    // Shorter rows: the place where the task was is in the middle of one.
    await buckets.put('Replaced.csv', file.replaceAll('device-', '1'));
    gate.set({ kind: 'open' });
    const second = await startWriteService(options);
    const { ProgressReport: before } = await whenEnded(second.client, TaskId);
    await second.client.send(new ResumeBatchLoadTaskCommand({ TaskId }));
    const { ProgressReport: after } = await whenTask(second.client, TaskId, ({ TaskStatus }) => TaskStatus === 'FAILED');
    expect(after).toEqual({ ...before, FileFailures: 1 });
    expect((await buckets.reports())[`reports/${TaskId}/error_report.json`]).toMatchObject({
      fileErrors: [{ errors: expect.arrayContaining([{ reason: 'The file is another than when the task was created.', lineRanges: [[1, 1]] }]) }],
    });
    await second.close();
  });

  it('lets other requests through while it runs', async () => {
    gate.set({ kind: 'open' });
    const service = await startWriteService({ s3Endpoint: gate.endpoint });
    await createTable(service.client, 'Loaded', longRetention);
    const { TaskId } = await service.client.send(new CreateBatchLoadTaskCommand(requestFor('Loaded', model)));
    const seen = new Set<number>();
    await whenTask(service.client, TaskId, ({ TaskStatus, ProgressReport }) => {
      seen.add(ProgressReport?.RecordsProcessed ?? 0);
      return TaskStatus === 'FAILED';
    });
    expect(seen.size).toBeGreaterThan(2);
    await service.close();
  });
});
