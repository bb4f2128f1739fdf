/** Packaging itself: what a wrong tables.json does to it, another fleet's tables.json, and two packagings at once. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import tablesJson from '../../tables.json';
import { deployTool, packageService, runDeployTool } from './packaged';

const execute = promisify(execFile);

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

  it('takes another fleet: its rules, and its tables inside the bundles', () => {
    const meters = { ...tablesJson.tables.SensorReadings, sources: [{ topic: 'meters/+/telemetry' }, { topic: 'gateways/+/+' }] };
    const file = tablesFile('meters.json', JSON.stringify({ ...tablesJson, service: 'meters', tables: { Meters: meters, Kpis: tablesJson.tables.Kpis } }));
    const packaged = packageService('test', { TIDEGAUGE_TABLES: file });
    try {
      const rules = packaged.ofType('AWS::IoT::TopicRule').map(({ Properties }) => String(Properties.TopicRulePayload.Sql).split(' FROM ')[1]);
      expect(rules).toEqual(["'meters/+/telemetry'", "'gateways/+/+'"]);
      expect(packaged.ofType('AWS::Lambda::Function')[0]?.Properties.FunctionName).toMatch(/^meters-test-/);
      expect(Buffer.from(packaged.zip('ingest-iot')['functions/ingest-iot.mjs'] ?? '').toString()).toContain('gateways/+/+');
    } finally {
      packaged.remove();
    }
  }, 60_000);

  it('may run twice at once', async () => {
    const stages = ['one', 'two'];
    await Promise.all(stages.map((stage) => execute(process.execPath, [deployTool, 'package', '--stage', stage, '--package', join(folder, stage)])));
    for (const stage of stages) {
      const template = await import(join(folder, stage, 'cloudformation-template-update-stack.json')) as { Resources: { IngestDashiotLambdaFunction: { Properties: { FunctionName: string } } } };
      expect(template.Resources.IngestDashiotLambdaFunction.Properties.FunctionName).toBe(`tidegauge-${stage}-ingest-iot`);
    }
  }, 60_000);
});
