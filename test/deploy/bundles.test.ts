/** The zips: the modules of one handler each, few of them loaded at start, nothing of the local stack inside, and every handler measured. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startAgreeableAws, type AgreeableAws, type WriteRequest } from './agreeable-aws';
import { bundleOf } from './bundle-of';
import type { Packaged } from './packaged';
import { packagedFleets } from './packaged-fleets';

const execute = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
let packaged: Packaged;
let aws: AgreeableAws;

beforeAll(async () => {
  packaged = (await packagedFleets()).own;
  aws = await startAgreeableAws();
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await aws.close();
});

const functions = () => packaged.ofType('AWS::Lambda::Function').map(({ Properties }) => ({
  key: String(Properties.Handler).replace(/^functions\/(.*)\.handler$/, '$1'),
  environment: Properties.Environment.Variables as Record<string, string>,
}));

/** @returns the functions that the Kpis table heard of */
async function invokePackaged(key: string, environment: Readonly<Record<string, string>>, event: object): Promise<unknown[]> {
  for (const [path, bytes] of Object.entries(packaged.zip(key))) {
    const file = join(folder, key, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const file = join(folder, key, 'functions', `${key}.mjs`);
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
  it('has a zip that holds the modules of its handler and nothing else', () => {
    for (const { key } of functions()) {
      const zip = packaged.zip(key);
      expect(Object.keys(zip).sort()).toEqual([...bundleOf(zip, key).all].sort());
    }
    expect(functions().length).toBeGreaterThan(0);
  });

  const code = (key: string) => Buffer.concat(Object.values(packaged.zip(key))).toString();

  it('brings nothing of the local stack to AWS', () => {
    for (const { key } of functions()) expect(code(key)).not.toMatch(/duckdb|aedes|mqtt-packet/i);
  });

  it('has the definitions as they were checked when it was packaged, and not what checks them', () => {
    for (const { key } of functions()) expect(code(key)).not.toContain('MQTT topic filter');
    expect(code('ingest-iot')).toContain('"SensorReadings"');
  });

  it('stays small enough to start fast', () => {
    const mostBytes = 520_000;
    for (const { key } of functions()) {
      const zip = packaged.zip(key);
      const bytes = bundleOf(zip, key).atStart.reduce((sum, path) => sum + (zip[path]?.length ?? 0), 0);
      expect([key, bytes < mostBytes]).toEqual([key, true]);
    }
  });

  it('loads the S3 client with the first dead letter and not before', () => {
    for (const { key } of functions()) {
      const zip = packaged.zip(key);
      const { all, atStart } = bundleOf(zip, key);
      const withS3 = (paths: readonly string[]) => paths.filter((path) => Buffer.from(zip[path] ?? []).includes('AmazonS3'));
      expect([key, withS3(atStart)]).toEqual([key, []]);
      if (key.startsWith('ingest-')) expect(withS3(all)).toHaveLength(1);
    }
  });

  it('loads in Node and writes one KPI record under its own name, even for an event that makes no sense', async () => {
    const heard: Record<string, unknown[]> = {};
    for (const { key, environment } of functions()) heard[key] = await invokePackaged(key, environment, { nonsense: true });
    expect(heard).toEqual(Object.fromEntries(functions().map(({ key }) => [key, [key]])));
  }, 60_000);
});
