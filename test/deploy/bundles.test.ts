/** The zips: one ES module each, nothing of the local stack inside, and every handler measured. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startAgreeableAws, type AgreeableAws, type WriteRequest } from './agreeable-aws';
import { packageService, type Packaged } from './packaged';

const execute = promisify(execFile);

let packaged: Packaged;
let aws: AgreeableAws;

beforeAll(async () => {
  packaged = packageService('prod');
  aws = await startAgreeableAws();
}, 60_000);

afterAll(async () => {
  packaged.remove();
  await aws.close();
});

const functions = () => packaged.ofType('AWS::Lambda::Function').map(({ Properties }) => ({
  key: String(Properties.Handler).replace(/^functions\/(.*)\.handler$/, '$1'),
  environment: Properties.Environment.Variables as Record<string, string>,
}));

/** @returns the functions that the Kpis table heard of */
async function invokePackaged(key: string, environment: Readonly<Record<string, string>>, event: object): Promise<unknown[]> {
  const file = join(packaged.folder, key, 'functions', `${key}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, packaged.zip(key)[`functions/${key}.mjs`] ?? '');
  aws.writes.length = 0;
  await execute(process.execPath, [join(__dirname, 'invoke-bundle.mjs'), file, key, JSON.stringify(event)], {
    env: { ...environment, ...aws.environment },
  });
  return aws.writes.filter(({ TableName }) => TableName === 'Kpis').map((write) => functionDimension(write));
}

function functionDimension({ Records: [record], CommonAttributes }: WriteRequest): unknown {
  const attributes = [record, CommonAttributes] as { Dimensions?: { Name: string; Value: string }[] }[];
  return attributes.flatMap((attribute) => attribute?.Dimensions ?? []).find(({ Name }) => Name === 'function')?.Value;
}

describe('every function of serverless.yml', () => {
  it('has a zip that holds its bundle and nothing else', () => {
    for (const { key } of functions()) {
      expect(Object.keys(packaged.zip(key))).toEqual([`functions/${key}.mjs`]);
    }
    expect(functions().length).toBeGreaterThan(0);
  });

  it('brings nothing of the local stack to AWS', () => {
    for (const { key } of functions()) {
      const code = Buffer.from(packaged.zip(key)[`functions/${key}.mjs`] ?? '').toString();
      expect(code).not.toMatch(/duckdb|aedes|mqtt-packet/i);
    }
  });

  it('stays small enough to start fast', () => {
    // Half as much again as the largest has today: the careless import of a whole library shows.
    const largestKib = 900;
    for (const { key } of functions()) {
      expect((packaged.zip(key)[`functions/${key}.mjs`]?.length ?? 0) / 1024).toBeLessThan(largestKib);
    }
  });

  it('loads in Node and writes one KPI record under its own name, even for an event that makes no sense', async () => {
    const heard: Record<string, unknown[]> = {};
    for (const { key, environment } of functions()) heard[key] = await invokePackaged(key, environment, { nonsense: true });
    expect(heard).toEqual(Object.fromEntries(functions().map(({ key }) => [key, [key]])));
  }, 60_000);
});
