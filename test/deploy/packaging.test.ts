/** Packaging itself: what a wrong tables.json or stage does to it, and two fleets packaged at once. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tablesJson from '../../tables.json';
import { deployEnvironment, root, runDeployTool, validationErrors, type Packaged } from './packaged';
import { packagedFleets } from './packaged-fleets';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'tidegauge-test-')); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function tablesFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const packageWith = (tables: string) => runDeployTool(['package', '--stage', 'prod', '--package', join(folder, 'package')], { TIDEGAUGE_TABLES: tables });

describe('packaging', () => {
  it('fails with every mistake of tables.json, by file and path', () => {
    const { SensorReadings: sensors, Kpis } = tablesJson.tables;
    const wrong = {
      ...tablesJson,
      databse: 'x',
      tables: { Kpis, SensorReadings: { ...sensors, partitionKey: 'id', measures: { temperature: 'FLOAT' }, retention: { memoryHours: 0, magneticDays: 1 }, rollups: {} } },
    };
    const file = tablesFile('wrong.json', JSON.stringify(wrong));
    const { status, output } = packageWith(file);
    expect(status).not.toBe(0);
    expect(output).toContain([
      `${file}: tables.json has 5 mistakes`,
      '  databse: unknown; did you mean database?',
      '  tables.SensorReadings.measures.temperature: "FLOAT" is not one of DOUBLE, BIGINT, VARCHAR, BOOLEAN, TIMESTAMP',
      '  tables.SensorReadings.partitionKey: "id" is not a dimension of the table',
      '  tables.SensorReadings.retention.memoryHours: 0 is below 1',
      '  tables.SensorReadings.rollups: not yet',
    ].join('\n'));
    expect(existsSync(join(folder, 'package'))).toBe(false);
  }, 60_000);

  it('fails for a name that stands twice, of which JSON would keep one in silence', () => {
    const text = JSON.stringify(tablesJson).replace('"humidity":', '"temperature":');
    const { status, output } = packageWith(tablesFile('twice.json', text));
    expect(status).not.toBe(0);
    expect(output).toContain('Duplicate key "temperature"');
  }, 60_000);

  it('fails for a file that is no JSON, with the place', () => {
    const { status, output } = packageWith(tablesFile('no.json', '{ "service": }'));
    expect(status).not.toBe(0);
    expect(output).toMatch(/no\.json:1:13/);
  }, 60_000);

  it('fails for a stage that makes names AWS refuses, and says why without a stack', () => {
    const { status, output } = runDeployTool(['package', '--stage', 'Prod', '--package', join(folder, 'package')]);
    expect(status).not.toBe(0);
    expect(output).toContain('stage: "Prod" must have only lower-case letters, digits and -');
    expect(output).not.toContain('at namesOf');
  }, 60_000);

  it('fails for a function that does not compile, with the place, and ends', () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const own = ['deploy', 'functions'];
    for (const entry of readdirSync(root).filter((name) => !own.includes(name) && !name.startsWith('.'))) symlinkSync(join(root, entry), join(broken, entry));
    for (const entry of own) cpSync(join(root, entry), join(broken, entry), { recursive: true });
    writeFileSync(join(broken, 'functions/get-health.ts'), 'export const handler = (');
    const tool = [join(broken, 'deploy/serverless.cjs'), 'package', '--stage', 'test', '--package', join(folder, 'package')];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, tool, { env: deployEnvironment, encoding: 'utf8', timeout: 100_000 });
    expect([signal, stdout + stderr]).toEqual([null, expect.stringMatching(/functions\/get-health\.ts:1:/)]);
    expect(status).toBe(1);
  }, 120_000);
});

describe('two fleets packaged at once', () => {
  let own: Packaged;
  let other: Packaged;

  beforeAll(async () => { ({ own, other } = await packagedFleets()); }, 120_000);

  const topics = (packaged: Packaged) => packaged.ofType('AWS::IoT::TopicRule').map(({ Properties }) => String(Properties.TopicRulePayload.Sql).split(' FROM ')[1]);
  const ingestCode = (packaged: Packaged) => Buffer.from(packaged.zip('ingest-iot')['functions/ingest-iot.mjs'] ?? '').toString();

  it('have each their names and rules', () => {
    expect(own.resources['IngestDashiotLambdaFunction']?.Properties.FunctionName).toBe('tidegauge-prod-ingest-iot');
    expect(other.resources['IngestDashiotLambdaFunction']?.Properties.FunctionName).toBe('meters-prod-ingest-iot');
    expect(topics(own)).toEqual(["'sensors/+/telemetry'"]);
    expect(topics(other)).toEqual(["'meters/+/telemetry'", "'gateways/+/+'"]);
  });

  it('have each their tables inside the bundles', () => {
    expect(ingestCode(own)).toContain('sensors/+/telemetry');
    expect(ingestCode(other)).toContain('gateways/+/+');
    expect(ingestCode(other)).not.toContain('sensors/+/telemetry');
  });

  it('have no error in the eyes of the CloudFormation validator, whatever tables.json says', () => {
    expect(validationErrors(other)).toEqual([]);
  }, 60_000);

  it('have functions that decode with the key of hashed dimensions as plain text, and only where there are some', () => {
    for (const { id, Properties, DependsOn } of other.ofType('AWS::Lambda::Function')) {
      const source = readFileSync(join(root, String(Properties.Handler).replace(/\.handler$/, '.ts')), 'utf8');
      const key = Properties.Environment.Variables.DIMENSION_HASH_KEY;
      expect([id, key, DependsOn?.includes('DimensionHashKey')]).toEqual(source.includes('readHashKey(')
        ? [id, '{{resolve:secretsmanager:meters-prod-dimension-hash-key:SecretString}}', true]
        : [id, undefined, false]);
    }
    expect(JSON.stringify(other.resources).match(/"DIMENSION_HASH_KEY"/g)?.length).toBeGreaterThan(2);
    expect(JSON.stringify(own.resources)).not.toContain('DIMENSION_HASH_KEY');
  });

  it('have functions and an API with the tags of their tables.json', () => {
    expect(other.ofType('AWS::Lambda::Function').map(({ Properties }) => Properties.Tags)).toEqual(own.ofType('AWS::Lambda::Function').map(() => [{ Key: 'team', Value: 'energy' }]));
    expect(other.ofType('AWS::ApiGatewayV2::Api')[0]?.Properties.Tags).toEqual({ team: 'energy' });
    expect(other.resources['ServerlessDeploymentBucket']?.Properties.Tags).toEqual([{ Key: 'team', Value: 'energy' }]);
  });

  it('tell the names of their rules and stream', () => {
    const told = Object.values(other.outputs).map(({ Description = '' }) => Description);
    expect(told.filter((text) => /^The (rule of meters|rule of gateways|stream)/.test(text))).toHaveLength(3);
  });
});
