/** QueryInsights through the real SDK: tables, rows, the time range asked for, and the share of partitions. */
import { QueryCommand, type QueryInsightsResponse } from '@aws-sdk/client-timestream-query';
import { CreateTableCommand, type _Record } from '@aws-sdk/client-timestream-write';
import { databaseName, localTest, nowMs, reading, singleReading, startQueryService, type QueryService } from './query-service';

let service: QueryService;
const sensors = `"${databaseName}"."SensorReadings"`;
const byDevice = `"${databaseName}"."ByDevice"`;
const hourNs = 3_600_000_000_000;

beforeAll(async () => {
  service = await startQueryService();
  await service.write.send(new CreateTableCommand({
    DatabaseName: databaseName, TableName: 'ByDevice', Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id' }] },
  }));
  const records: _Record[] = [reading('a', 180, 1), reading('b', 60, 2), singleReading('a', 120, 3), reading('c', 90, 4), reading('d', 90, 4)];
  await service.writeRecords(records);
  await service.writeRecords(records, 'ByDevice');
});
afterAll(() => service.close());

/** The service takes one a second. */
async function insights(QueryString: string): Promise<QueryInsightsResponse | undefined> {
  for (;;) {
    try {
      return (await service.query.send(new QueryCommand({ QueryString, QueryInsights: { Mode: 'ENABLED_WITH_RATE_CONTROL' } }))).QueryInsightsResponse;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ThrottlingException') throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('rows, tables and the bounds of the time filter', async () => {
  const text = `SELECT device_id FROM ${sensors} WHERE time >= from_milliseconds(${nowMs - 4 * 3_600_000}) AND time < from_milliseconds(${nowMs})`;
  expect(await insights(text)).toMatchObject({
    QueryTableCount: 1, OutputRows: 5, QueryTemporalRange: { Max: { Value: 4 * hourNs, TableArn: expect.stringMatching(/:database\/.*\/table\/SensorReadings$/) } },
  });
});

localTest('where a side is open the table\'s own range counts', async () => {
  expect(await insights(`SELECT 1 FROM ${sensors}`)).toMatchObject({ QueryTemporalRange: { Max: { Value: 2 * hourNs } } });
  // The newest reading is an hour old.
  expect(await insights(`SELECT 1 FROM ${sensors} WHERE time > from_milliseconds(${nowMs - 5 * 3_600_000})`)).toMatchObject({ QueryTemporalRange: { Max: { Value: 4 * hourNs } } });
  expect(await insights(`SELECT 1 FROM ${sensors} WHERE time BETWEEN ago(6h) AND ago(30m) AND time > ago(150m)`)).toMatchObject({ QueryTemporalRange: { Max: { Value: 2 * hourNs } } });
});

localTest('a condition that fails for times the table does not have is still only a condition', async () => {
  expect(await insights(`SELECT 1 FROM ${sensors} WHERE 1 / to_milliseconds(time) = 0 AND time >= from_milliseconds(${nowMs - 4 * 3_600_000})`)).toMatchObject({ OutputRows: 5 });
});

localTest('bounds at the end of time bound nothing', async () => {
  const text = `SELECT 1 FROM ${sensors} WHERE time BETWEEN from_milliseconds(${nowMs - 4 * 3_600_000}) AND TIMESTAMP '2262-04-11 23:47:16.854775807'`;
  expect(await insights(text)).toMatchObject({ QueryTemporalRange: { Max: { Value: 3 * hourNs } } });
});

localTest('coverage is the share of measure names, or of the values of the dimension that partitions', async () => {
  expect(await insights(`SELECT 1 FROM ${sensors}`)).toMatchObject({ QuerySpatialCoverage: { Max: { Value: 1, PartitionKey: ['measure_name'] } } });
  expect(await insights(`SELECT 1 FROM ${sensors} WHERE measure_name = 'temperature' AND device_id = 'a'`)).toMatchObject({ QuerySpatialCoverage: { Max: { Value: 0.5 } } });
  expect(await insights(`SELECT 1 FROM ${byDevice} WHERE device_id IN ('a', 'nobody')`)).toMatchObject({ QuerySpatialCoverage: { Max: { Value: 0.25, PartitionKey: ['device_id'] } } });
});

localTest('of several tables the worst is named', async () => {
  const text = `SELECT count(*) FROM ${byDevice} x, ${sensors} y WHERE x.device_id = 'a' AND y.time > ago(90m)`;
  expect(await insights(text)).toMatchObject({
    QueryTableCount: 2,
    QuerySpatialCoverage: { Max: { Value: 1, TableArn: expect.stringMatching(/SensorReadings$/) } },
    QueryTemporalRange: { Max: { TableArn: expect.stringMatching(/ByDevice$/) } },
  });
});

test('without a table there is nothing to cover, and without the mode nothing is told', async () => {
  const answer = await insights('SELECT 1');
  expect(answer).toMatchObject({ QueryTableCount: 0, OutputRows: 1 });
  expect(answer?.QuerySpatialCoverage).toBeUndefined();
  expect((await service.query.send(new QueryCommand({ QueryString: 'SELECT 1' }))).QueryInsightsResponse).toBeUndefined();
});
