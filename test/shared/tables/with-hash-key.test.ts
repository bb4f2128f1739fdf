/** The key reaches the hashed dimensions, and nothing else. */
import { parseTables } from '../../../shared/tables/parse-tables';
import { withHashKey } from '../../../shared/tables/with-hash-key';
import tablesJson from '../../../tables.json';

const { SensorReadings, Kpis } = tablesJson.tables;
const service = parseTables({ ...tablesJson, tables: { SensorReadings: { ...SensorReadings, dimensions: { device_id: {}, owner: { hash: 'hmac' } } }, Kpis } });

test('the key stands at the hashed dimensions alone, and the definitions it was put into stay as they are', () => {
  const keyed = withHashKey(service, 'key');
  expect(keyed.tables.flatMap(({ dimensions }) => dimensions.map(({ name, hashKey }) => [name, hashKey]))).toEqual([
    ['device_id', undefined], ['owner', 'key'], ['function', undefined], ['stage', undefined],
  ]);
  expect(JSON.stringify(service)).not.toContain('hashKey');
});

test('without a key nothing changes', () => {
  expect(withHashKey(service, undefined)).toBe(service);
});
