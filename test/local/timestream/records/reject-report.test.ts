import { rejectReport } from '../../../../local/timestream/records/reject-report';
import { recordOf } from '../record-of';
import { tableDefinition } from '../table-definition';

const location = (ObjectKeyPrefix?: string) => ({ S3Configuration: { BucketName: 'bucket', ObjectKeyPrefix } });
const atNs = BigInt(Date.UTC(2026, 5, 1, 9, 8, 7, 6)) * 1_000_000n + 5n;
const dropped = (version: bigint, reason: string) => ({ record: recordOf({ version }), reason });

test('a report lies below the prefix by database, table and day', () => {
  const { id, bucket, key, source } = rejectReport(tableDefinition(), location('a/b'), [dropped(1n, 'why')], atNs);
  expect({ bucket, key, source }).toEqual({ bucket: 'bucket', key: `a/b/IoTMetrics/SensorReadings/2026-06-01/090807.006Z-${id}.json`, source: 'IoTMetrics.SensorReadings' });
  expect(id).toMatch(/^[0-9A-F]{32}$/);
});

test('a prefix may end with a slash, or be missing', () => {
  expect(rejectReport(tableDefinition(), location('a/'), [], atNs).key).toMatch(/^a\/IoTMetrics\//);
  expect(rejectReport(tableDefinition(), location(), [], atNs).key).toMatch(/^IoTMetrics\//);
});

test('the longest prefix leaves out long names, so that the key fits', () => {
  const long = tableDefinition({ databaseName: 'd'.repeat(256), tableName: 't'.repeat(256) });
  const { key } = rejectReport(long, location('p'.repeat(928)), [], atNs);
  expect(key).toMatch(/^p{928}\/2026-06-01\/090807\.006Z-[0-9A-F]{32}\.json$/);
  expect(key.length).toBeLessThanOrEqual(1024);
});

test('records of one reason stand together, with versions that JSON numbers of 64 bits can hold', () => {
  const { id, body } = rejectReport(tableDefinition(), location(), [dropped(9_223_372_036_854_775_807n, 'one'), dropped(2n, 'two'), dropped(3n, 'one')], atNs);
  expect(body).toContain('"version":9223372036854775807}');
  const report = JSON.parse(body) as { reportId: string; errors: { reason: string; records: { version: number }[] }[] };
  expect(report.reportId).toBe(id);
  expect(report.errors.map(({ reason, records }) => [reason, records.length])).toEqual([['one', 2], ['two', 1]]);
});

test('two reports of one moment have different keys', () => {
  const keys = [1, 2].map(() => rejectReport(tableDefinition(), location(), [], atNs).key);
  expect(new Set(keys).size).toBe(2);
});
