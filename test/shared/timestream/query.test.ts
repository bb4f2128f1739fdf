import { AbsentColumnError, runQuery } from '../../../shared/timestream/query';
import { sql } from '../../../shared/timestream/sql';
import { startScriptedService, type Reply, type ScriptedRequest } from './scripted-service';

const statement = sql`SELECT 1 AS "x"`;
const columns = [{ Name: 'x', Type: { ScalarType: 'BIGINT' } }];

function page(values: readonly number[], more: object = {}): Reply {
  const rows = values.map((value) => ({ Data: [{ ScalarValue: String(value) }] }));
  return { body: { QueryId: 'AEDQ', ColumnInfo: columns, Rows: rows, QueryStatus: { ProgressPercentage: 100, CumulativeBytesScanned: 40, CumulativeBytesMetered: 10_000_000 }, ...more } };
}

let service: Awaited<ReturnType<typeof startScriptedService>> | undefined;
async function scripted(reply: (request: ScriptedRequest, index: number) => Reply) {
  service = await startScriptedService(reply);
  return service;
}
afterEach(async () => service?.close());

test('all pages are read, though the first ones are empty', async () => {
  const pages = [page([], { NextToken: 'a' }), page([1, 2], { NextToken: 'b' }), page([], { NextToken: 'c' }), page([3])];
  const { client, requests } = await scripted((_request, index) => pages[index] ?? 'hang');
  expect(await runQuery(client, statement)).toEqual({ rows: [{ x: 1n }, { x: 2n }, { x: 3n }], bytesScanned: 40, bytesMetered: 10_000_000 });
  expect(requests.map(({ input }) => input.NextToken)).toEqual([undefined, 'a', 'b', 'c']);
  expect(new Set(requests.map(({ input }) => input.QueryString))).toEqual(new Set([statement.text]));
});

test.each([
  ['ThrottlingException', 429, 'throttled'],
  ['InternalServerException', 500, 'query-failed'],
  ['ValidationException', 400, 'query-failed'],
])('%s is the problem %3$s', async (error, status, code) => {
  const { client } = await scripted(() => ({ error, status, message: 'no' }));
  await expect(runQuery(client, statement)).rejects.toMatchObject({ code, cause: { name: error } });
});

test('a column that does not exist is an error of its own', async () => {
  const message = "line 1:76: Column 'humidity' does not exist";
  const { client } = await scripted(() => ({ error: 'ValidationException', status: 400, message }));
  const failure = runQuery(client, statement);
  await expect(failure).rejects.toBeInstanceOf(AbsentColumnError);
  await expect(failure).rejects.toMatchObject({ column: 'humidity' });
});

test('a query that runs when the signal aborts is cancelled, and the problem is the time', async () => {
  const abort = new AbortController();
  const { client, requests } = await scripted(({ operation }, index) => {
    if (operation === 'CancelQuery') return { body: { CancellationMessage: 'cancelled' } };
    if (index === 0) return page([], { NextToken: 'a' });
    abort.abort();
    return 'hang';
  });
  await expect(runQuery(client, statement, { signal: abort.signal })).rejects.toMatchObject({ code: 'timeout' });
  expect(requests.at(-1)).toEqual({ operation: 'CancelQuery', input: { QueryId: 'AEDQ' } });
});

test('a cancel that fails changes nothing', async () => {
  const abort = new AbortController();
  const { client } = await scripted(({ operation }, index) => {
    if (operation === 'CancelQuery') return { error: 'ValidationException', status: 400, message: 'it has ended' };
    if (index > 0) abort.abort();
    return index === 0 ? page([], { NextToken: 'a' }) : 'hang';
  });
  await expect(runQuery(client, statement, { signal: abort.signal })).rejects.toMatchObject({ code: 'timeout' });
});

test('a signal that has aborted already sends nothing', async () => {
  const { client, requests } = await scripted(() => page([1]));
  await expect(runQuery(client, statement, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'timeout' });
  expect(requests).toEqual([]);
});
