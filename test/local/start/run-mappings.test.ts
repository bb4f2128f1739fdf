/** The mappings of a packaged service on a real stream: started, replaced when their settings change, and stopped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Streams } from '../../../local/kinesis/store/streams';
import { RunningMappings } from '../../../local/start/run-mappings';
import type { PackagedFunction, PackagedMapping } from '../../../local/template/packaged-service';

const mapping: PackagedMapping = {
  functionName: 'ingest', functionRole: 'arn:role', streamName: 'readings', startingPosition: { kind: 'TRIM_HORIZON' }, batchSize: 10, batchingWindowMs: 0,
  parallelizationFactor: 1, bisectOnFunctionError: false, reportsItemFailures: true, maximumRetryAttempts: 0, onFailure: 'arn:aws:s3:::letters',
};
const functions = [{ name: 'ingest', arn: 'arn:aws:lambda:us-east-1:123456789012:function:ingest' } as PackagedFunction]; // only these two are read

let folder: string;
let streams: Streams;
let mappings: RunningMappings;
let batches: number[];
let failures: { destination: string; key: string }[];
let lines: string[];
let answer: () => Promise<{ payload: unknown } | { functionError: { errorMessage: string } }>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mappings-'));
  streams = await Streams.open(join(folder, 'streams'), { now: Date.now, warn: () => undefined });
  await streams.create({ name: 'readings', shardCount: 2 });
  batches = [];
  failures = [];
  lines = [];
  answer = async () => ({ payload: null });
  mappings = new RunningMappings({
    streams,
    folder: join(folder, 'mappings'),
    invoke: async (_functionName, event) => {
      batches.push((event as { Records: unknown[] }).Records.length);
      return answer();
    },
    putFailure: async (destination, key) => void failures.push({ destination, key }),
    now: Date.now,
    log: (line) => void lines.push(line),
  });
});
afterEach(async () => {
  await mappings.close();
  await streams.close();
  rmSync(folder, { recursive: true });
});

const put = async (count: number) => {
  for (let at = 0; at < count; at += 1) await streams.get('readings').put({ partitionKey: String(at), data: Buffer.from('x') });
};
const records = () => batches.reduce((sum, count) => sum + count, 0);
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => { setTimeout(resolve, 2); });
}

it('hand every record of every shard to the function, and go on after a restart', async () => {
  await put(20);
  await mappings.replace({ functions, eventSourceMappings: [mapping] });
  await until(() => records() === 20);
  await mappings.close();
  await put(5);
  expect(records()).toBe(20);
  await mappings.replace({ functions, eventSourceMappings: [mapping] });
  await until(() => records() === 25);
});

it('follow other settings, once the invocation that runs has ended', async () => {
  let finish: () => void = () => undefined;
  answer = () => new Promise((resolve) => { finish = () => { resolve({ payload: null }); }; });
  await mappings.replace({ functions, eventSourceMappings: [mapping] });
  await streams.get('readings').put({ partitionKey: 'key', data: Buffer.from('first') });
  await until(() => batches.length === 1);
  const replaced = mappings.replace({ functions, eventSourceMappings: [{ ...mapping, batchSize: 1 }] });
  answer = async () => ({ payload: null });
  finish();
  await replaced;
  for (let at = 0; at < 3; at += 1) await streams.get('readings').put({ partitionKey: 'key', data: Buffer.from('next') });
  await until(() => records() === 4);
  expect(batches).toEqual([1, 1, 1, 1]);
});

it('store what the function cannot handle at the destination', async () => {
  answer = async () => ({ functionError: { errorMessage: 'it broke' } });
  await mappings.replace({ functions, eventSourceMappings: [mapping] });
  await put(1);
  await until(() => failures.length === 1);
  expect(failures[0]).toMatchObject({ destination: 'arn:aws:s3:::letters', key: expect.stringMatching(/^aws\/lambda\/[0-9a-f-]{36}\/shardId-00000000000[01]\//) as string });
});

it('are refused where their stream is missing', async () => {
  await expect(mappings.replace({ functions, eventSourceMappings: [{ ...mapping, streamName: 'none' }] })).rejects.toThrow('Stream none under account 123456789012 not found.');
});

it('say so when their stream is deleted under them', async () => {
  await mappings.replace({ functions, eventSourceMappings: [mapping] });
  await streams.delete('readings');
  await until(() => lines.length >= 2);
  expect(lines.toSorted().slice(0, 2)).toEqual([0, 1].map((shard) => `readings: shardId-00000000000${shard} cannot be read: Error: its stream has been deleted; one of the same name is read after a restart`));
});
