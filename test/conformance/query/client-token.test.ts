/** ClientToken through the real SDK: a request that is sent again gets the first answer. */
import { randomUUID } from 'node:crypto';
import { CancelQueryCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-timestream-query';
import { databaseName, localTest, reading, startQueryService, type QueryService } from './query-service';

let service: QueryService;
beforeAll(async () => {
  service = await startQueryService();
  await service.writeRecords(Array.from({ length: 30 }, (_, n) => reading(`sensor-${n}`, n, n)));
});
afterAll(() => service.close());

const QueryString = `SELECT count(*) FROM "${databaseName}"."SensorReadings"`;
const send = (input: Partial<QueryCommandInput> = {}) => service.query.send(new QueryCommand({ QueryString, ...input }));

test('the same token with the same parameters is the same run', async () => {
  const ClientToken = randomUUID();
  const first = await send({ ClientToken });
  await service.writeRecords([reading('late', 1, 1)]);
  const again = await send({ ClientToken });
  expect(again.QueryId).toBe(first.QueryId);
  expect(again.Rows).toEqual(first.Rows);
  expect((await send()).QueryId).not.toBe(first.QueryId);
});

test('requests with one token at the same time run once', async () => {
  const ClientToken = randomUUID();
  const answers = await Promise.all([send({ ClientToken }), send({ ClientToken }), send({ ClientToken })]);
  expect(new Set(answers.map(({ QueryId }) => QueryId)).size).toBe(1);
});

test('the same token with other parameters is refused', async () => {
  const ClientToken = randomUUID();
  await send({ ClientToken });
  await expect(send({ ClientToken, MaxRows: 5 })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(send({ ClientToken, QueryString: 'SELECT 1' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('with a next token it is a call for a page', async () => {
  const QueryString = `SELECT * FROM "${databaseName}"."SensorReadings"`;
  const ClientToken = randomUUID();
  const first = await send({ QueryString, ClientToken, MaxRows: 10 });
  const page = await send({ QueryString, ClientToken, MaxRows: 10, NextToken: first.NextToken });
  expect(page.Rows).toHaveLength(10);
  expect(page.QueryId).toBe(first.QueryId);
});

test('a query that failed runs again', async () => {
  const ClientToken = randomUUID();
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(send({ ClientToken, QueryString: 'SELECT 1 / 0' })).rejects.toMatchObject({ name: 'QueryExecutionException', message: 'Division by zero' });
  }
});

test('the first answer of a cancelled query is not given again', async () => {
  const parameters = { QueryString: `SELECT * FROM "${databaseName}"."SensorReadings"`, MaxRows: 10, ClientToken: randomUUID() };
  const { QueryId } = await send(parameters);
  await service.query.send(new CancelQueryCommand({ QueryId }));
  await expect(send(parameters)).rejects.toMatchObject({ name: 'ConflictException' });
});

localTest('after four hours a token is new, and another caller\'s is another', async () => {
  const ClientToken = randomUUID();
  const first = await send({ ClientToken });
  expect((await service.otherQuery.send(new QueryCommand({ QueryString, ClientToken }))).QueryId).not.toBe(first.QueryId);
  service.advance(4 * 3_600_000 - 1);
  expect((await send({ ClientToken })).QueryId).toBe(first.QueryId);
  service.advance(1);
  expect((await send({ ClientToken })).QueryId).not.toBe(first.QueryId);
});

test('a token has 32 to 128 characters', async () => {
  for (const length of [31, 129]) {
    await expect(send({ ClientToken: 'a'.repeat(length) })).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining("at 'clientToken'") });
  }
});
