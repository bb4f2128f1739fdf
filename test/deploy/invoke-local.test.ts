/**
 * `serverless invoke local` answers for the files of events/, whose names start with the function's: one for each kind of trigger, as the tool takes
 * seconds for each, and all with TIDEGAUGE_TEST_LONG=1.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startS3, type S3Server } from '../../local/s3/server';
import { startAgreeableAws, type AgreeableAws } from './agreeable-aws';
import { deployEnvironment, deployTool, root } from './packaged';

const execute = promisify(execFile);

const functionKeys = readdirSync(join(root, 'functions')).map((file) => file.replace(/\.ts$/, ''));
const events = readdirSync(join(root, 'events')).filter((file) => file.endsWith('.json'));
const ofEachTrigger = ['get-series.json', 'ingest-iot.json', 'ingest-kinesis.json', 'collect-rejects.json', 'redrive.json'];
const invoked = process.env['TIDEGAUGE_TEST_LONG'] === '1' ? events : ofEachTrigger;

/** The events are of the shapes that their functions take. */
const event = (file: string) => JSON.parse(readFileSync(join(root, 'events', file), 'utf8')) as {
  readonly rawPath?: string;
  readonly Records?: readonly { readonly s3?: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } } }[];
};

const folder = mkdtempSync(join(tmpdir(), 'invoke-local-'));
let aws: AgreeableAws;
let s3: S3Server;

beforeAll(async () => {
  aws = await startAgreeableAws();
  s3 = await startS3({ port: 0, host: '127.0.0.1', folder });
  const put = (path: string, body = '') => fetch(`http://127.0.0.1:${s3.port}/${path}`, { method: 'PUT', body });
  await put('tidegauge-local-dead-letters');
  // The report that the event of collect-rejects tells of.
  for (const { s3: stored } of event('collect-rejects.json').Records ?? []) {
    await put(stored?.bucket.name ?? '');
    await put(`${stored?.bucket.name}/${stored?.object.key}`, '{"errors": []}');
  }
});

afterAll(async () => {
  await aws.close();
  await s3.close();
  rmSync(folder, { recursive: true });
});

describe('serverless invoke local', () => {
  it.each(invoked)('answers events/%s', async (file) => {
    const key = functionKeys.find((name) => file.startsWith(name));
    expect(key).toBeDefined();
    const { stdout } = await execute(process.execPath, [deployTool, 'invoke', 'local', '--stage', 'local', '--function', String(key), '--path', join(root, 'events', file)], {
      env: { ...deployEnvironment, ...aws.environment, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${s3.port}` },
    });
    expect(stdout).not.toContain('errorMessage');
    if (event(file).rawPath !== undefined) expect(stdout).toContain('"statusCode": 200');
    // The function ran, and not only loaded: it wrote its KPI record.
    expect(aws.writes.splice(0).map(({ TableName }) => TableName)).toContain('Kpis');
  }, 60_000);

  it('has an event for every function', () => {
    expect(functionKeys.filter((key) => !events.some((file) => file.startsWith(key)))).toEqual([]);
  });
});
