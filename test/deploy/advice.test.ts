/** Who is told that the stream costs less, and who is left alone. */
import { adviceOn } from '../../deploy/advice';
import { parseTables } from '../../shared/tables/parse-tables';
import tablesJson from '../../tables.json';

const { SensorReadings, Kpis } = tablesJson.tables;
const topic = 'sensors/+/telemetry';

function advice(table: Readonly<Record<string, unknown>>): readonly string[] {
  return adviceOn(parseTables({ ...tablesJson, tables: { SensorReadings: { ...SensorReadings, expected: undefined, ...table }, Kpis } }));
}

test('a busy table with a direct source is advised to take the stream', () => {
  expect(advice({ expected: { devices: 600, every: '1m' } })).toEqual([
    'tables.SensorReadings: at the expected 10 messages a second its sources cost less via stream (from 10 on; docs/tables.md)',
  ]);
  expect(advice({ expected: { devices: 100, every: '500ms' } })).toEqual([expect.stringContaining('200 messages a second')]);
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['a table with fewer messages', { expected: { devices: 599, every: '1m' } }],
  ['a table that does not say how many it expects', {}],
  ['a table whose sources are via stream', { sources: [{ topic, via: 'stream' }], expected: { devices: 1000, every: '1s' } }],
  ['a table that functions write', { sources: [], expected: { devices: 1000, every: '1s' } }],
])('nothing is said of %s', (_what, table) => {
  expect(advice(table)).toEqual([]);
});
