/** The guide's queries through the real SDK, on rows that the real SDK wrote. */
import { QueryCommand } from '@aws-sdk/client-timestream-query';
import { nowMs, reading, singleReading, startQueryService, type QueryService } from './query-service';

let service: QueryService;

beforeAll(async () => {
  service = await startQueryService();
  await service.writeRecords([
    reading('sensor-001', 10, 20.5), reading('sensor-001', 7.5, 41.5), reading('sensor-002', 4, 22), reading('sensor-002', 90, 30),
    singleReading('sensor-001', 30, 20), singleReading('sensor-001', 27.5, 25),
  ]);
});
afterAll(() => service.close());

const at = (minutesAgo: number) => new Date(nowMs - minutesAgo * 60_000).toISOString().replace('T', ' ').replace(/\.\d+Z/, '.000000000');

test('averages per device over the last hour', async () => {
  expect(await service.rows(`
SELECT device_id, AVG(temperature) AS avg_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
AND time > ago(1h)
GROUP BY device_id
ORDER BY avg_temp DESC`)).toEqual([['sensor-001', '31.0'], ['sensor-002', '22.0']]);
});

test('bins of five minutes', async () => {
  expect(await service.rows(`
SELECT bin(time, 5m) AS time_bucket,
device_id,
AVG(temperature) AS avg_temp,
MAX(temperature) AS max_temp,
MIN(temperature) AS min_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
AND time > ago(6h)
GROUP BY bin(time, 5m), device_id
ORDER BY time_bucket ASC, device_id`)).toEqual([
    [at(90), 'sensor-002', '30.0', '30.0', '30.0'],
    [at(10), 'sensor-001', '31.0', '41.5', '20.5'],
    [at(5), 'sensor-002', '22.0', '22.0', '22.0'],
  ]);
});

test('linear interpolation answers a time series', async () => {
  const { Rows, ColumnInfo } = await service.query.send(new QueryCommand({ QueryString: `
SELECT device_id,
INTERPOLATE_LINEAR(
CREATE_TIME_SERIES(time, measure_value::double),
SEQUENCE(min(time), max(time), 1m)
) AS interpolated_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature_single'
AND device_id = 'sensor-001'
AND time > ago(2h)
GROUP BY device_id` }));
  expect(ColumnInfo).toEqual([
    { Name: 'device_id', Type: { ScalarType: 'VARCHAR' } },
    { Name: 'interpolated_temp', Type: { TimeSeriesMeasureValueColumnInfo: { Type: { ScalarType: 'DOUBLE' } } } },
  ]);
  expect(Rows).toEqual([{ Data: [
    { ScalarValue: 'sensor-001' },
    { TimeSeriesValue: [
      { Time: at(30), Value: { ScalarValue: '20.0' } },
      { Time: at(29), Value: { ScalarValue: '22.0' } },
      { Time: at(28), Value: { ScalarValue: '24.0' } },
    ] },
  ] }]);
});

test('the alerting query finds who is too hot', async () => {
  expect(await service.rows(`
SELECT device_id,
MAX(temperature) AS max_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
AND time > ago(15m)
GROUP BY device_id
HAVING MAX(temperature) > 40.0
ORDER BY max_temp DESC`)).toEqual([['sensor-001', '41.5']]);
});

test('a panel query with its macros expanded', async () => {
  expect(await service.rows(`-- Grafana variable: $__timeFilter injects the dashboard time range
SELECT bin(time, 5m) AS time,
device_id AS metric,
AVG(temperature) AS value
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
AND time BETWEEN from_milliseconds(${nowMs - 900_000}) AND from_milliseconds(${nowMs})
GROUP BY bin(time, 5m), device_id
ORDER BY time ASC`)).toEqual([[at(10), 'sensor-001', '31.0'], [at(5), 'sensor-002', '22.0']]);
});

test('columns come in the order dimensions, measure_name, time, measures', async () => {
  const { ColumnInfo, Rows } = await service.query.send(new QueryCommand({
    QueryString: 'SELECT * FROM "IoTMetrics"."SensorReadings" WHERE measure_name = \'temperature_single\' ORDER BY time LIMIT 1',
  }));
  expect(ColumnInfo?.map(({ Name, Type }) => [Name, Type?.ScalarType])).toEqual([
    ['device_id', 'VARCHAR'], ['location', 'VARCHAR'], ['region', 'VARCHAR'], ['measure_name', 'VARCHAR'], ['time', 'TIMESTAMP'],
    ['temperature', 'DOUBLE'], ['battery_pct', 'BIGINT'], ['measure_value::double', 'DOUBLE'],
  ]);
  expect(Rows?.[0]?.Data?.slice(5)).toEqual([{ NullValue: true }, { NullValue: true }, { ScalarValue: '20.0' }]);
});

test('DESCRIBE and SHOW tell of the table', async () => {
  expect(await service.rows('SHOW DATABASES')).toEqual([['IoTMetrics']]);
  expect(await service.rows('SHOW TABLES FROM "IoTMetrics" LIKE \'Sensor%\'')).toEqual([['SensorReadings']]);
  expect((await service.rows('DESCRIBE "IoTMetrics"."SensorReadings"'))[0]).toEqual(['device_id', 'varchar', 'DIMENSION']);
  const { Rows, QueryStatus } = await service.query.send(new QueryCommand({ QueryString: 'SHOW MEASURES FROM "IoTMetrics"."SensorReadings"' }));
  expect(Rows?.map(({ Data }) => Data?.slice(0, 2).map(({ ScalarValue }) => ScalarValue))).toEqual(
    expect.arrayContaining([['temperature', 'multi'], ['temperature_single', 'double']]),
  );
  expect(QueryStatus?.CumulativeBytesMetered).toBe(0);
});

test('quotes, semicolons, comments and NUL in a value stay in the value', async () => {
  const value = `it's "x"; DROP TABLE t -- /* ${String.fromCharCode(0)} é😀`;
  await service.writeRecords([{ ...reading('plain', 1, 1), Dimensions: [{ Name: 'device_id', Value: value }] }]);
  const text = `SELECT device_id FROM "IoTMetrics"."SensorReadings" WHERE device_id = '${value.replaceAll("'", "''")}'`;
  expect(await service.rows(text)).toEqual([[value]]);
});

test('faults come back as the SDK\'s own exceptions', async () => {
  await expect(service.rows('SELECT vehicleName FROM "IoTMetrics"."SensorReadings"')).rejects.toMatchObject({
    name: 'ValidationException', message: "line 1:8: Column 'vehicleName' does not exist",
  });
  await expect(service.rows('SELECT 1 / 0')).rejects.toMatchObject({ name: 'QueryExecutionException', message: 'Division by zero' });
  await expect(service.rows('SELECT * FROM "abc"."sampleDB"')).rejects.toMatchObject({
    name: 'ValidationException', message: "Requested database 'abc' not found for identifier 'abc.sampleDB' at line 1:15",
  });
});
