/** PrepareQuery through the real SDK: columns and parameters without running anything. */
import { PrepareQueryCommand } from '@aws-sdk/client-timestream-query';
import { databaseName, localTest, reading, startQueryService, type QueryService } from './query-service';

let service: QueryService;
beforeAll(async () => {
  service = await startQueryService();
  await service.writeRecords([reading('sensor-001', 10, 20.5)]);
});
afterAll(() => service.close());

const table = `"${databaseName}"."SensorReadings"`;
const prepare = (QueryString: string, ValidateOnly: boolean | undefined = true) => service.query.send(new PrepareQueryCommand({ QueryString, ValidateOnly }));

test('columns have their names, types and the table they come from', async () => {
  const QueryString = `SELECT device_id, temperature AS celsius, battery_pct + 1 FROM ${table}`;
  const answer = await prepare(QueryString);
  expect(answer.QueryString).toBe(QueryString);
  const from = { DatabaseName: databaseName, TableName: 'SensorReadings' };
  expect(answer.Columns).toMatchObject([
    { Name: 'device_id', Type: { ScalarType: 'VARCHAR' }, ...from, Aliased: false },
    { Name: 'celsius', Type: { ScalarType: 'DOUBLE' }, ...from, Aliased: true },
    { Type: { ScalarType: 'BIGINT' }, Aliased: false },
  ]);
  expect(answer.Columns?.[2]?.TableName).toBeUndefined();
  expect(answer.Parameters).toEqual([]);
});

test('parameters have the types that their places ask for', async () => {
  const { Parameters } = await prepare(`SELECT device_id FROM ${table} WHERE time > @since AND device_id = @device AND temperature > @least`);
  expect(Parameters).toEqual([
    { Name: 'since', Type: { ScalarType: 'TIMESTAMP' } }, { Name: 'device', Type: { ScalarType: 'VARCHAR' } }, { Name: 'least', Type: { ScalarType: 'DOUBLE' } },
  ]);
});

test('only validation is offered', async () => {
  for (const validateOnly of [false, undefined]) {
    await expect(service.query.send(new PrepareQueryCommand({ QueryString: 'SELECT 1', ValidateOnly: validateOnly }))).rejects.toMatchObject({ name: 'ValidationException' });
  }
});

test('faults have their places, as in a query', async () => {
  await expect(prepare(`SELECT nonsense FROM ${table}`)).rejects.toMatchObject({ name: 'ValidationException', message: "line 1:8: Column 'nonsense' does not exist" });
  await expect(prepare('SELECT')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/^line 1:/) });
});

localTest('a statement about tables has columns, too', async () => {
  expect((await prepare('SHOW DATABASES')).Columns).toEqual([{ Name: 'Database', Type: { ScalarType: 'VARCHAR' }, Aliased: false }]);
});
