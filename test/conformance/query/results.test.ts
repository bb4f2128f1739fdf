/** Columns, metadata, awkward values and faults as the real SDK sees them; the statements of the guide are in test/guide. */
import { QueryCommand } from '@aws-sdk/client-timestream-query';
import { databaseName, reading, singleReading, startQueryService, type QueryService } from './query-service';

let service: QueryService;

beforeAll(async () => {
  service = await startQueryService();
  await service.writeRecords([
    reading('sensor-001', 10, 20.5), reading('sensor-001', 7.5, 41.5), reading('sensor-002', 4, 22), reading('sensor-002', 90, 30),
    singleReading('sensor-001', 30, 20), singleReading('sensor-001', 27.5, 25),
  ]);
});
afterAll(() => service.close());

test('columns come in the order dimensions, measure_name, time, measures', async () => {
  const { ColumnInfo, Rows } = await service.query.send(new QueryCommand({
    QueryString: `SELECT * FROM "${databaseName}"."SensorReadings" WHERE measure_name = 'temperature_single' ORDER BY time LIMIT 1`,
  }));
  expect(ColumnInfo?.map(({ Name, Type }) => [Name, Type?.ScalarType])).toEqual([
    ['device_id', 'VARCHAR'], ['location', 'VARCHAR'], ['region', 'VARCHAR'], ['measure_name', 'VARCHAR'], ['time', 'TIMESTAMP'],
    ['temperature', 'DOUBLE'], ['battery_pct', 'BIGINT'], ['measure_value::double', 'DOUBLE'],
  ]);
  expect(Rows?.[0]?.Data?.slice(5)).toEqual([{ NullValue: true }, { NullValue: true }, { ScalarValue: '20.0' }]);
});

test('DESCRIBE and SHOW tell of the table', async () => {
  expect(await service.rows('SHOW DATABASES')).toContainEqual([databaseName]);
  expect(await service.rows(`SHOW TABLES FROM "${databaseName}" LIKE 'Sensor%'`)).toEqual([['SensorReadings']]);
  expect((await service.rows(`DESCRIBE "${databaseName}"."SensorReadings"`))[0]).toEqual(['device_id', 'varchar', 'DIMENSION']);
  const { Rows, QueryStatus } = await service.query.send(new QueryCommand({ QueryString: `SHOW MEASURES FROM "${databaseName}"."SensorReadings"` }));
  expect(Rows?.map(({ Data }) => Data?.slice(0, 2).map(({ ScalarValue }) => ScalarValue))).toEqual(
    expect.arrayContaining([['temperature', 'multi'], ['temperature_single', 'double']]),
  );
  expect(QueryStatus?.CumulativeBytesMetered).toBe(0);
});

test('quotes, semicolons, comments and NUL in a value stay in the value', async () => {
  const value = `it's "x"; DROP TABLE t -- /* ${String.fromCharCode(0)} é😀`;
  await service.writeRecords([{ ...reading('plain', 1, 1), Dimensions: [{ Name: 'device_id', Value: value }] }]);
  const text = `SELECT device_id FROM "${databaseName}"."SensorReadings" WHERE device_id = '${value.replaceAll("'", "''")}'`;
  expect(await service.rows(text)).toEqual([[value]]);
});

test('faults come back as the SDK\'s own exceptions', async () => {
  await expect(service.rows(`SELECT vehicleName FROM "${databaseName}"."SensorReadings"`)).rejects.toMatchObject({
    name: 'ValidationException', message: "line 1:8: Column 'vehicleName' does not exist",
  });
  await expect(service.rows('SELECT 1 / 0')).rejects.toMatchObject({ name: 'QueryExecutionException', message: 'Division by zero' });
  await expect(service.rows('SELECT * FROM "abc"."sampleDB"')).rejects.toMatchObject({
    name: 'ValidationException', message: "Requested database 'abc' not found for identifier 'abc.sampleDB' at line 1:15",
  });
});
