/** Batch load through boto3 and the AWS CLI, as far as the versions that are installed know it. */
import { join } from 'node:path';
import type { DataModel } from '@aws-sdk/client-timestream-write';
import { removeTemporaryFolders } from '../../local/timestream/temporary-folder';
import { longRetention, requestFor, startBatchLoadService, whenEnded, type BatchLoadService } from './batch-load-service';
import { describeWithEach, run } from './found-tools';
import { createTable } from './write-service';

/** A busy machine is slow to start Python. */
jest.setTimeout(300_000);

const nowMs = Date.UTC(2026, 0, 1);
const model: DataModel = { TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }], MixedMeasureMappings: [{ SourceColumn: 'v', MeasureValueType: 'DOUBLE' }] };
const progress = { RecordsProcessed: 2, RecordsIngested: 2, ParseFailures: 0, RecordIngestionFailures: 0, FileFailures: 0, BytesMetered: 2 * (8 + 2 + 1 + 8) };

let service: BatchLoadService;
beforeEach(async () => {
  service = await startBatchLoadService({ nowNs: () => BigInt(nowMs) * 1_000_000n });
  await createTable(service.client, 'Loaded', longRetention);
  await service.buckets.put('Loaded.csv', `t,d,v\n${nowMs},a,1\n${nowMs},b,2\n`);
});
afterEach(() => service.close());
afterAll(() => removeTemporaryFolders());

describeWithEach('boto3', ['/usr/bin/python3', 'python3'], ['-c', 'import boto3; print("boto3", boto3.__version__)'], (tool) => {
  it('creates, describes, lists and resumes', async () => {
    const told = JSON.parse(await run(tool, [join(__dirname, 'boto3-batch-load.py'), JSON.stringify(requestFor('Loaded', model))], { TIMESTREAM_ENDPOINT: service.endpoint })) as Record<string, unknown>;
    if (told['knows batch load'] === false) return void process.stderr.write(`${tool.version} does not know batch load\n`);
    expect(told).toEqual({ 'knows batch load': true, again: true, status: 'SUCCEEDED', progress, created: nowMs / 1000, listed: [true], resumed: true });
  });
});

describeWithEach('AWS CLI', ['/usr/bin/aws', 'aws'], ['--version'], (tool) => {
  it('creates, describes and lists', async () => {
    const aws = async (command: string, ...args: readonly string[]) => JSON.parse(await run(tool, ['timestream-write', command, '--endpoint-url', service.endpoint, '--output', 'json', ...args])) as Record<string, unknown>;
    const created: Record<string, unknown> = await aws('create-batch-load-task', '--cli-input-json', JSON.stringify(requestFor('Loaded', model))).catch((error: Error) => ({ failure: error.message }));
    // argparse's text for a command that it has not heard of.
    if (String(created['failure']).includes('Invalid choice')) return void process.stderr.write(`${tool.version} does not know batch load\n`);
    expect(created).toEqual({ TaskId: expect.any(String) });
    const TaskId = String(created['TaskId']);
    await whenEnded(service.client, TaskId);
    expect(await aws('describe-batch-load-task', '--task-id', TaskId)).toMatchObject({ BatchLoadTaskDescription: { TaskId, TaskStatus: 'SUCCEEDED', ProgressReport: progress } });
    expect(await aws('list-batch-load-tasks', '--max-results', '1')).toMatchObject({ BatchLoadTasks: [{ TaskId, TableName: 'Loaded' }] });
  });
});
