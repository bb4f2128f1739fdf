/** The first page of a query may hold no rows: clients that follow the tokens see them all the same. */
import { paginateQuery, QueryCommand } from '@aws-sdk/client-timestream-query';
import { databaseName, localTest, reading, startQueryService, type QueryService } from './query-service';

let service: QueryService;
const table = `"${databaseName}"."SensorReadings"`;
const QueryString = `SELECT device_id, temperature FROM ${table} ORDER BY temperature`;

beforeAll(async () => {
  service = await startQueryService({ emptyFirstPage: true });
  await service.writeRecords(Array.from({ length: 30 }, (_, n) => reading(`sensor-${n}`, n, n)));
});
afterAll(() => service.close());

localTest('the first page has columns and a token, no rows and no progress; the second has the rows', async () => {
  const first = await service.query.send(new QueryCommand({ QueryString }));
  expect(first).toMatchObject({
    Rows: [], QueryStatus: { ProgressPercentage: 0 }, ColumnInfo: [{ Name: 'device_id' }, { Name: 'temperature' }], NextToken: expect.any(String),
  });
  const second = await service.query.send(new QueryCommand({ QueryString, NextToken: first.NextToken }));
  expect(second).toMatchObject({ QueryId: first.QueryId, QueryStatus: { ProgressPercentage: 100 } });
  expect(second.Rows).toHaveLength(30);
  expect(second.NextToken).toBeUndefined();
});

test('following the tokens gives every row once', async () => {
  const seen: unknown[] = [];
  for await (const { Rows = [] } of paginateQuery({ client: service.query }, { QueryString, MaxRows: 7 })) {
    expect(Rows.length).toBeLessThanOrEqual(7);
    seen.push(...Rows.map(({ Data }) => Data?.[0]?.ScalarValue));
  }
  expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => `sensor-${n}`));
});

localTest('the fault of a query comes with its second page', async () => {
  const text = `SELECT battery_pct / (battery_pct - battery_pct) FROM ${table}`;
  const { NextToken } = await service.query.send(new QueryCommand({ QueryString: text }));
  for (let use = 0; use < 2; use += 1) {
    await expect(service.query.send(new QueryCommand({ QueryString: text, NextToken }))).rejects.toMatchObject({ name: 'QueryExecutionException', message: 'Division by zero' });
  }
});

localTest('statements about tables, and names that do not exist, are answered at once', async () => {
  const { Rows, NextToken } = await service.query.send(new QueryCommand({ QueryString: 'SHOW DATABASES' }));
  expect([Rows?.length, NextToken]).toEqual([1, undefined]);
  await expect(service.query.send(new QueryCommand({ QueryString: `SELECT nothing FROM ${table}` }))).rejects.toMatchObject({ name: 'ValidationException' });
});
