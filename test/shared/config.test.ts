import { ConfigError, readConfig } from '../../shared/config';

const complete = { STAGE: 'test', TIMESTREAM_DATABASE: 'IoTMetrics', DEAD_LETTER_BUCKET: 'dead-letters' };

test('the settings come from the environment', () => {
  expect(readConfig(complete)).toEqual({ stage: 'test', database: 'IoTMetrics', deadLetterBucket: 'dead-letters' });
});

test('all missing settings are named at once, empty ones too', () => {
  expect(() => readConfig({ STAGE: 'test', TIMESTREAM_DATABASE: '' })).toThrow(ConfigError);
  expect(() => readConfig({ STAGE: 'test', TIMESTREAM_DATABASE: '' })).toThrow(/TIMESTREAM_DATABASE, DEAD_LETTER_BUCKET/);
});
