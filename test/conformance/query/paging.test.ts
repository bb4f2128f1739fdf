/** Pages and next tokens through the real SDK. */
import { paginateQuery, QueryCommand } from '@aws-sdk/client-timestream-query';
import { CreateTableCommand } from '@aws-sdk/client-timestream-write';
import { databaseName, localTest, nowMs, scalarText, startQueryService, type QueryService } from './query-service';

let service: QueryService;
const count = 2500;
const text = `SELECT n, filler FROM "${databaseName}"."Long" ORDER BY n`;

beforeAll(async () => {
  service = await startQueryService();
  await service.write.send(new CreateTableCommand({ DatabaseName: databaseName, TableName: 'Long' }));
  const filler = 'é'.repeat(500);
  await service.writeRecords(Array.from({ length: count }, (_, n) => ({
    Dimensions: [{ Name: 'device_id', Value: 'a' }],
    MeasureName: 'm',
    MeasureValueType: 'MULTI' as const,
    MeasureValues: [{ Name: 'n', Value: String(n), Type: 'BIGINT' as const }, { Name: 'filler', Value: filler, Type: 'VARCHAR' as const }],
    Time: String(nowMs - 60_000 + n),
  })), 'Long');
});
afterAll(() => service.close());

const send = (input: { NextToken?: string; MaxRows?: number; QueryString?: string } = {}) =>
  service.query.send(new QueryCommand({ QueryString: text, ...input }));

async function firstToken(): Promise<string> {
  const { NextToken } = await send({ MaxRows: 10 });
  if (NextToken === undefined) throw new Error('a result of many rows has a token');
  return NextToken;
}

test('the paginator sees every row once, in order, on pages of at most 1 MB', async () => {
  const seen: (string | null)[] = [];
  let pages = 0;
  const ids = new Set<string | undefined>();
  for await (const page of paginateQuery({ client: service.query }, { QueryString: text })) {
    pages += 1;
    ids.add(page.QueryId);
    expect(Buffer.byteLength(JSON.stringify(page.Rows))).toBeLessThanOrEqual(1024 * 1024);
    expect(page.QueryStatus?.ProgressPercentage).toBe(100);
    expect(page.ColumnInfo).toHaveLength(2);
    seen.push(...(page.Rows ?? []).map((row) => scalarText(row.Data?.[0] ?? {})));
  }
  expect(seen).toEqual(Array.from({ length: count }, (_, n) => String(n)));
  expect(pages).toBe(3);
  expect(ids.size).toBe(1);
  expect([...ids][0]).toMatch(/^AED[A-Z2-7]{60}$/);
});

test('with MaxRows the first page of a longer result is empty and later ones are that long', async () => {
  const first = await send({ MaxRows: 1000 });
  expect(first.Rows).toEqual([]);
  expect(first.ColumnInfo).toHaveLength(2);
  const lengths: number[] = [];
  for (let token = first.NextToken; token !== undefined;) {
    const page = await send({ MaxRows: 1000, NextToken: token });
    lengths.push(page.Rows?.length ?? 0);
    token = page.NextToken;
  }
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(count);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1000);
});

test('with MaxRows a shorter result comes at once', async () => {
  const { Rows, NextToken } = await send({ QueryString: `${text} LIMIT 5`, MaxRows: 6 });
  expect(Rows).toHaveLength(5);
  expect(NextToken).toBeUndefined();
});

test('one row above 1 MB ends the query, in the service\'s words', async () => {
  await expect(send({ QueryString: `SELECT array_agg(filler) FROM "${databaseName}"."Long"` })).rejects.toMatchObject({
    name: 'QueryExecutionException', message: 'Query aborted as max page response size has been exceeded by the output result row',
  });
});

test('a token answers the same rows again, five times in all', async () => {
  const token = await firstToken();
  const pages = [];
  for (let use = 0; use < 5; use += 1) pages.push(await send({ NextToken: token, MaxRows: 10 + use }));
  expect(new Set(pages.map(({ Rows, NextToken }) => JSON.stringify([Rows, NextToken]))).size).toBe(1);
  expect(pages[0]?.Rows).toHaveLength(10);
  await expect(send({ NextToken: token })).rejects.toMatchObject({ name: 'ValidationException', message: 'Invalid pagination token' });
});

test('a token dies when a later one has been used', async () => {
  const token = await firstToken();
  const { NextToken: later } = await send({ NextToken: token, MaxRows: 10 });
  await send({ NextToken: token, MaxRows: 10 });
  await send({ NextToken: later as string, MaxRows: 10 });
  await expect(send({ NextToken: token })).rejects.toMatchObject({ message: 'Invalid pagination token' });
});

localTest('a token works for an hour', async () => {
  const token = await firstToken();
  service.advance(3_599_000);
  expect((await send({ NextToken: token, MaxRows: 10 })).Rows).toHaveLength(10);
  service.advance(1_000);
  await expect(send({ NextToken: token })).rejects.toMatchObject({ message: 'Invalid pagination token' });
});

localTest('a token is good for its caller and its exact text only', async () => {
  const token = await firstToken();
  const refused = { name: 'ValidationException', message: 'Invalid pagination token' };
  await expect(send({ NextToken: token, QueryString: `${text} ` })).rejects.toMatchObject(refused);
  await expect(service.otherQuery.send(new QueryCommand({ QueryString: text, NextToken: token }))).rejects.toMatchObject(refused);
  await expect(send({ NextToken: 'made-up' })).rejects.toMatchObject(refused);
  expect((await send({ NextToken: token, MaxRows: 10 })).Rows).toHaveLength(10);
});

test('rows written meanwhile do not change the pages', async () => {
  const token = await firstToken();
  await service.writeRecords([{
    Dimensions: [{ Name: 'device_id', Value: 'late' }], MeasureName: 'm', MeasureValueType: 'MULTI',
    MeasureValues: [{ Name: 'n', Value: '-1', Type: 'BIGINT' }], Time: String(nowMs),
  }], 'Long');
  const { Rows } = await send({ NextToken: token, MaxRows: 1 });
  expect(Rows?.[0]?.Data?.[0]).toEqual({ ScalarValue: '0' });
});

test('members that break a constraint are all named', async () => {
  await expect(send({ MaxRows: 1001, NextToken: '' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: "2 validation errors detected: Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
      "Value '1001' at 'maxRows' failed to satisfy constraint: Member must have value less than or equal to 1000",
  });
  await expect(send({ MaxRows: 0 })).rejects.toMatchObject({ message: expect.stringContaining('greater than or equal to 1') });
  await expect(send({ QueryString: '' })).rejects.toMatchObject({ message: expect.stringContaining("at 'queryString'") });
  await expect(service.query.send(new QueryCommand({ QueryString: text, ClientToken: 'short' }))).rejects.toMatchObject({
    message: expect.stringContaining("Value 'short' at 'clientToken' failed to satisfy constraint: Member must have length greater than or equal to 32"),
  });
});

localTest('bytes: ten million metered at least, the columns read times the rows in the time range scanned', async () => {
  const scanned = async (QueryString: string) => (await send({ QueryString })).QueryStatus;
  expect(await scanned('SELECT 1')).toMatchObject({ CumulativeBytesScanned: 0, CumulativeBytesMetered: 10_000_000 });
  const from = `"${databaseName}"."Long" WHERE device_id = 'a'`;
  const rows = Number((await service.rows(`SELECT count(*) FROM "${databaseName}"."Long"`))[0]?.[0]);
  // time, device_id and n: 8 + 16 + 8 bytes a row; conditions on other columns narrow nothing.
  const all = await scanned(`SELECT max(n) FROM ${from}`);
  const recent = await scanned(`SELECT max(n) FROM ${from} AND time >= from_milliseconds(${nowMs - 60_000 + count - 10}) AND time < from_milliseconds(${nowMs})`);
  expect(all?.CumulativeBytesScanned).toBe(rows * 32);
  expect(recent?.CumulativeBytesScanned).toBe(10 * 32);
});

localTest('counting the bytes meets what the query itself never comes to, and does not fail for it', async () => {
  const QueryString = `SELECT 1 FROM "${databaseName}"."Long" WHERE n < 0 AND false AND time > from_milliseconds(1/0)`;
  const { Rows, QueryStatus } = await service.query.send(new QueryCommand({ QueryString }));
  expect(Rows).toEqual([]);
  expect(QueryStatus?.CumulativeBytesScanned).toBe(0);
});

localTest('a row of more elements than a page could hold ends the query before it is read', async () => {
  await expect(service.rows('SELECT array_agg(x * y) FROM UNNEST(sequence(1, 2000)) a(x), UNNEST(sequence(1, 2000)) b(y)')).rejects.toMatchObject({
    name: 'QueryExecutionException', message: 'Query aborted as max page response size has been exceeded by the output result row',
  });
});
