/** CancelQuery through the real SDK: it ends what runs, frees what waits, and may be repeated. */
import { CancelQueryCommand, QueryCommand } from '@aws-sdk/client-timestream-query';
import { databaseName, localTest, reading, startQueryService, type QueryService } from './query-service';

let service: QueryService;
const table = `"${databaseName}"."SensorReadings"`;
/** No machine ends this. */
const endless = `SELECT sum(a.temperature * b.temperature * c.temperature * d.temperature * e.temperature * f.temperature * g.temperature * h.temperature)
  FROM ${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((alias) => `${table} ${alias}`).join(', ')}`;

beforeAll(async () => {
  service = await startQueryService();
  await service.writeRecords(Array.from({ length: 100 }, (_, n) => reading(`sensor-${n}`, n / 10, n)));
});
afterAll(() => service.close());

const cancel = (QueryId: string | undefined) => service.query.send(new CancelQueryCommand({ QueryId }));
const cancelled = { name: 'ConflictException', message: 'Unable to poll results for a cancelled query.' };

test('a result that is being paged through is freed, and its tokens end', async () => {
  const QueryString = `SELECT * FROM ${table}`;
  const { QueryId, NextToken } = await service.query.send(new QueryCommand({ QueryString, MaxRows: 10 }));
  expect((await cancel(QueryId)).CancellationMessage).toBeUndefined();
  await expect(service.query.send(new QueryCommand({ QueryString, NextToken, MaxRows: 10 }))).rejects.toMatchObject(cancelled);
});

test('cancelling again is harmless and says that it was cancelled already', async () => {
  const { QueryId } = await service.query.send(new QueryCommand({ QueryString: `SELECT * FROM ${table}`, MaxRows: 10 }));
  await cancel(QueryId);
  expect((await cancel(QueryId)).CancellationMessage).toMatch(/cancelled/);
  expect((await cancel(QueryId)).CancellationMessage).toMatch(/cancelled/);
});

test('a query that has ended cannot be cancelled, nor one that never was', async () => {
  const { QueryId } = await service.query.send(new QueryCommand({ QueryString: 'SELECT 1' }));
  await expect(cancel(QueryId)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(cancel('AEDUNKNOWN')).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(cancel('not an id')).rejects.toMatchObject({ name: 'ValidationException' });
});

localTest('a query that has delivered its last page has ended', async () => {
  const QueryString = `SELECT * FROM ${table} LIMIT 20`;
  const { QueryId, NextToken } = await service.query.send(new QueryCommand({ QueryString, MaxRows: 20 }));
  await service.query.send(new QueryCommand({ QueryString, NextToken, MaxRows: 20 }));
  await expect(cancel(QueryId)).rejects.toMatchObject({ name: 'ValidationException', message: `The query ${QueryId} does not exist or has ended.` });
});

describe('with an empty first page', () => {
  beforeAll(() => { if (localTest === test) service.local.control.change({ emptyFirstPage: true }); });
  afterAll(() => { if (localTest === test) service.local.control.reset(); });

  localTest('a query that runs is interrupted: the call that waits for it ends, and the next query runs', async () => {
    const { QueryId, NextToken, Rows } = await service.query.send(new QueryCommand({ QueryString: endless }));
    expect(Rows).toEqual([]);
    const polled = expect(service.query.send(new QueryCommand({ QueryString: endless, NextToken }))).rejects.toMatchObject(cancelled);
    expect((await cancel(QueryId)).CancellationMessage).toBeUndefined();
    await polled;
    await expect(service.query.send(new QueryCommand({ QueryString: endless, NextToken }))).rejects.toMatchObject(cancelled);
    expect(await service.rows('SELECT 1')).toEqual([['1']]);
  });

  localTest('queries that wait their turn are cancelled as those that run', async () => {
    const started = await Promise.all(Array.from({ length: 12 }, () => service.query.send(new QueryCommand({ QueryString: endless }))));
    await Promise.all(started.map(({ QueryId }) => cancel(QueryId)));
    for (const { NextToken } of started) {
      await expect(service.query.send(new QueryCommand({ QueryString: endless, NextToken }))).rejects.toMatchObject(cancelled);
    }
    expect(await service.rows('SELECT 2')).toEqual([['2']]);
  });
});
