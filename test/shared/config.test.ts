import { ConfigError, readConfig, readHashKey } from '../../shared/config';
import { parseTables } from '../../shared/tables/parse-tables';
import tablesJson from '../../tables.json';

const complete = { STAGE: 'test', TIMESTREAM_DATABASE: 'IoTMetrics', DEAD_LETTER_BUCKET: 'dead-letters' };

test('the settings come from the environment', () => {
  expect(readConfig(complete)).toEqual({ stage: 'test', database: 'IoTMetrics', deadLetterBucket: 'dead-letters' });
});

test('all missing settings are named at once, empty ones too', () => {
  expect(() => readConfig({ STAGE: 'test', TIMESTREAM_DATABASE: '' })).toThrow(ConfigError);
  expect(() => readConfig({ STAGE: 'test', TIMESTREAM_DATABASE: '' })).toThrow(/TIMESTREAM_DATABASE, DEAD_LETTER_BUCKET/);
});

describe('the key of hashed dimensions', () => {
  const { SensorReadings, Kpis } = tablesJson.tables;
  const hashing = parseTables({
    ...tablesJson,
    tables: { SensorReadings: { ...SensorReadings, dimensions: { device_id: { hash: 'hmac' }, region: { hash: 'hmac' } } }, Kpis },
  });

  test('comes from the environment where a dimension is hashed, and from nowhere else', () => {
    expect(readHashKey(hashing, { DIMENSION_HASH_KEY: 'k' })).toBe('k');
    expect(readHashKey(parseTables(tablesJson), { DIMENSION_HASH_KEY: 'k' })).toBeUndefined();
  });

  test('stops the cold start when it is missing or empty, naming the dimensions that need it', () => {
    for (const env of [{}, { DIMENSION_HASH_KEY: '' }]) {
      expect(() => readHashKey(hashing, env)).toThrow(ConfigError);
      expect(() => readHashKey(hashing, env)).toThrow('DIMENSION_HASH_KEY for the hash of SensorReadings.device_id, SensorReadings.region');
    }
  });
});
