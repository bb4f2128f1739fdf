/** Time limits of queries, with limits shorter than the service's. */
import { noBuckets } from '../../../../local/timestream/buckets/buckets';
import type { OperationContext } from '../../../../local/timestream/operation';
import { Queries } from '../../../../local/timestream/query/queries';
import { fixtureStore, type FixtureStore } from '../sql/fixture-store';

let store: FixtureStore;
beforeAll(async () => {
  store = await fixtureStore({ 'd.t': { columns: { n: 'bigint MULTI' }, rows: Array.from({ length: 100 }, (_, n) => [n]) } });
});
afterAll(() => store.close());

const tables = Array.from({ length: 8 }, (_, index) => `d.t t${index}`).join(', ');
const endless = { queryString: `SELECT sum(t0.n * t1.n + t2.n * t3.n + t4.n + t5.n + t6.n * t7.n) FROM ${tables}`, wantsInsights: false };
const short = { queryString: 'SELECT 1', wantsInsights: false };

function contextOf(queries: Queries, emptyFirstPage = false): OperationContext {
  return { store, queries, buckets: noBuckets, emptyFirstPage, nowNs: () => 0n, principal: 'p', region: 'us-east-1', accountId: '0', extensions: false };
}

const tooLong = { code: 'QueryExecutionException', message: 'The query did not end within 0.05 seconds' };

test('a query that does not end within the call is stopped, also while it waits its turn, and others go on', async () => {
  const queries = new Queries({ callMs: 50, executionMs: 60_000 });
  const context = contextOf(queries);
  const stopped = Array.from({ length: 10 }, () => expect(queries.answer(endless, context)).rejects.toMatchObject(tooLong));
  await Promise.all(stopped);
  expect(await new Queries().answer(short, context)).toContain('"ScalarValue":"1"');
});

test('a query that goes on between calls may take longer, but not for ever', async () => {
  const queries = new Queries({ callMs: 60_000, executionMs: 50 });
  const context = contextOf(queries, true);
  const { NextToken } = JSON.parse(await queries.answer(endless, context)) as { NextToken: string };
  await expect(queries.answer({ ...endless, nextToken: NextToken }, context)).rejects.toMatchObject(tooLong);
});

test('closing stops what runs', async () => {
  const queries = new Queries();
  const context = contextOf(queries, true);
  const { NextToken } = JSON.parse(await queries.answer(endless, context)) as { NextToken: string };
  await queries.close();
  await expect(queries.answer({ ...endless, nextToken: NextToken }, context)).rejects.toMatchObject({ code: 'InternalServerException' });
});

test('a result whose column names take more than 100 KB is refused', async () => {
  const columns = Array.from({ length: 400 }, (_, n) => `1 AS "${'c'.repeat(300)}${n}"`).join(', ');
  const queries = new Queries();
  await expect(queries.answer({ queryString: `SELECT ${columns}`, wantsInsights: false }, contextOf(queries))).rejects.toMatchObject({ code: 'ValidationException', message: expect.stringContaining('metadata') });
});
