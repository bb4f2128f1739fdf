/** `serverless invoke local` answers for each file of events/, whose name starts with the function's. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startAgreeableAws, type AgreeableAws } from './agreeable-aws';
import { deployTool, root } from './packaged';

const execute = promisify(execFile);

const functionKeys = readdirSync(join(root, 'functions')).map((file) => file.replace(/\.ts$/, ''));
const events = readdirSync(join(root, 'events')).filter((file) => file.endsWith('.json'));

let aws: AgreeableAws;
beforeAll(async () => { aws = await startAgreeableAws(); });
afterAll(() => aws.close());

describe('serverless invoke local', () => {
  it.each(events)('answers events/%s', async (file) => {
    const key = functionKeys.find((name) => file.startsWith(name));
    expect(key).toBeDefined();
    const { stdout } = await execute(process.execPath, [deployTool, 'invoke', 'local', '--stage', 'local', '--function', String(key), '--path', join(root, 'events', file)], {
      env: { PATH: process.env['PATH'], ...aws.environment },
    });
    expect(stdout).not.toContain('errorMessage');
    if (!key?.startsWith('ingest-')) expect(stdout).toContain('"statusCode": 200');
    // The function ran, and not only loaded: it wrote its KPI record.
    expect(aws.writes.splice(0).map(({ TableName }) => TableName)).toContain('Kpis');
  }, 60_000);

  it('has an event for every function', () => {
    expect(functionKeys.filter((key) => !events.some((file) => file.startsWith(key)))).toEqual([]);
  });
});
