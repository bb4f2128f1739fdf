/** `npm run cost` as it is typed: what it prints, and what it refuses. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cost } from '../../cost/main';
import { CostError } from '../../cost/cost-error';
import pricesJson from '../../cost/prices.json';

const folder = mkdtempSync(join(tmpdir(), 'cost-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it('prints the fleet of tables.json with every way, what comes besides, and what is to be checked', () => {
  const text = cost([]);
  expect(text).toContain('SensorReadings: 1000 devices, a reading every 10 s (100 a second), 4 measures; us-east-1');
  for (const part of ['guide style', 'via stream', 'devices pack', 'which is not built', 'memory store, 24 h', 'billed by TCU', 'idle with a stream', 'To be checked']) {
    expect(text).toContain(part);
  }
});

it('takes the fleet from flags, and answers with JSON', () => {
  const [figures] = JSON.parse(cost(['--devices', '5', '--every', '2m', '--fields', '20', '--memory-hours', '1', '--magnetic-days', '30', '--json'])) as Record<string, unknown>[];
  expect(figures).toMatchObject({ table: 'SensorReadings', devices: 5, everyMs: 120_000, measures: 20, retention: { memoryHours: 1, magneticDays: 30 } });
});

it('reckons with the prices of a file and says which are those of another region', () => {
  const dear = { ...pricesJson, prices: { ...pricesJson.prices, timestreamWrite: { ...pricesJson.prices.timestreamWrite, usd: { 'us-east-1': 5 } } } };
  const [figures] = JSON.parse(cost(['--prices', file('dear.json', JSON.stringify(dear)), '--json'])) as { usdPerMillionReadings: { writes: number }[] }[];
  expect(figures?.usdPerMillionReadings[0]?.writes).toBeCloseTo(20, 6);
  expect(cost(['--region', 'ap-south-1'])).toContain('because not known of ap-south-1: iotMessage');
});

it.each<[string, readonly string[], RegExp]>([
  ['a flag there is none of', ['--device', '3'], /--device/],
  ['a word that is no flag', ['SensorReadings'], /SensorReadings/],
  ['a fleet of nobody', ['--devices', '0'], /--devices 0 is no whole number from 1/],
  ['an interval that is none', ['--every', 'often'], /--every often is no duration/],
  ['more measures than a record has', ['--fields', '257'], /--fields 257/],
  ['a region without prices', ['--region', 'eu-west-1'], /--region eu-west-1 is none of us-east-1, ap-south-1/],
  ['a table without sources', ['--table', 'Kpis'], /--table Kpis is no table with sources; those that have: SensorReadings/],
  ['a file that is not there', ['--tables', '/nowhere.json'], /\/nowhere.json cannot be read as JSON/],
  ['prices that are none', ['--prices', file('no-prices.json', '{"asOf":"2026-08-31","prices":{}}')], /price file.*prices/],
  ['tables with mistakes', ['--tables', file('no-tables.json', '{}')], /no-tables.json/],
])('refuses %s', (_what, argv, message) => {
  expect(() => cost(argv)).toThrow(CostError);
  expect(() => cost(argv)).toThrow(message);
});

it('ends with status 2, and the message on standard error, when a flag is wrong', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'cost/main.ts', '--devices', 'many'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('--devices many is no whole number');
});
