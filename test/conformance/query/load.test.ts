/** Many queries at once, statements at their size limit, and queries without end: the service goes on. */
import { CancelQueryCommand, DescribeEndpointsCommand, QueryCommand } from '@aws-sdk/client-timestream-query';
import { databaseName, localTest, reading, startQueryService, type QueryService } from './query-service';

let service: QueryService;
const table = `"${databaseName}"."SensorReadings"`;

beforeAll(async () => {
  service = await startQueryService();
  await service.writeRecords(Array.from({ length: 100 }, (_, n) => reading(`sensor-${n}`, n / 10, n)));
});
afterAll(() => service.close());

localTest('two hundred queries at once are all answered while writes go on', async () => {
  let isDone = false;
  const writing = (async () => {
    let written = 0;
    for (; !isDone; written += 1) await service.writeRecords([reading(`writer-${written}`, 1, 1)]);
    return written;
  })();
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => service.rows(`SELECT temperature, ${n} FROM ${table} WHERE device_id = 'sensor-${n % 100}'`)));
  isDone = true;
  expect(answers).toEqual(Array.from({ length: 200 }, (_, n) => [[`${n % 100}.0`, String(n)]]));
  const written = await writing;
  expect(written).toBeGreaterThan(0);
  expect(await service.rows(`SELECT count(*) FROM ${table} WHERE device_id LIKE 'writer-%'`)).toEqual([[String(written)]]);
});

localTest('writes, other operations and a query go on beside a cross join of everything', async () => {
  service.local.control.change({ emptyFirstPage: true });
  const QueryString = `SELECT count(*) FROM ${Array.from({ length: 10 }, (_, n) => `${table} t${n}`).join(', ')} WHERE t0.temperature + t1.temperature + t9.temperature > t2.temperature * t3.temperature`;
  const endless = await service.query.send(new QueryCommand({ QueryString }));
  service.local.control.change({ emptyFirstPage: false });
  await service.writeRecords([reading('beside', 1, 42)]);
  expect(await service.rows(`SELECT temperature FROM ${table} WHERE device_id = 'beside'`)).toEqual([['42.0']]);
  await service.query.send(new CancelQueryCommand({ QueryId: endless.QueryId }));
});

localTest('queries whose clients went away are stopped', async () => {
  const QueryString = `SELECT count(*) FROM ${Array.from({ length: 10 }, (_, n) => `${table} t${n}`).join(', ')} WHERE t0.temperature + t1.temperature + t9.temperature > t2.temperature * t3.temperature`;
  const clients = Array.from({ length: 12 }, () => new AbortController());
  const calls = Promise.all(clients.map(({ signal: abortSignal }) => expect(service.query.send(new QueryCommand({ QueryString }), { abortSignal })).rejects.toMatchObject({ name: 'AbortError' })));
  // By the time this is answered all of them have been taken in.
  await service.query.send(new DescribeEndpointsCommand({}));
  for (const client of clients) client.abort();
  await calls;
  expect(await service.rows('SELECT 1')).toEqual([['1']]);
});

test('a statement has at most 256 KiB', async () => {
  const statement = (length: number) => `SELECT 1${' '.repeat(length - 'SELECT 1'.length)}`;
  expect(await service.rows(statement(262_144))).toEqual([['1']]);
  await expect(service.rows(statement(262_145))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^1 validation error detected: Value 'SELECT 1 .*' at 'queryString' failed to satisfy constraint: Member must have length less than or equal to 262144$/),
  });
});
