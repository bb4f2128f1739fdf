import { ServiceError } from '../../../../local/timestream/errors';
import { runQuery } from '../../../../local/timestream/query/run-query';
import { compileQuery } from '../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../local/timestream/sql/parser/statement';
import { fixtureStore, type FixtureStore } from '../sql/fixture-store';

let store: FixtureStore;
beforeAll(async () => {
  store = await fixtureStore({ 'd.t': { columns: { n: 'bigint MULTI' }, rows: Array.from({ length: 50 }, (_, n) => [n]) } });
});
afterAll(() => store.close());

function compiled(text: string) {
  const statement = parseStatement(text);
  if (statement.kind !== 'query') throw new Error('not a query');
  return compileQuery(statement.query, text, store.catalog, { nowNs: 0n });
}

const never = () => new AbortController().signal;

test('a query that is stopped ends with the reason for it, and the store goes on', async () => {
  const tables = Array.from({ length: 8 }, (_, index) => `d.t t${index}`).join(', ');
  const endless = compiled(`SELECT sum(t0.n * t1.n * t2.n * t3.n * t4.n + t5.n + t6.n + t7.n) FROM ${tables} WHERE t0.n <= t1.n + t7.n`);
  const stop = new AbortController();
  const reason = new ServiceError('ConflictException', 'stopped');
  setTimeout(() => stop.abort(reason), 50);
  await expect(runQuery(endless, { nowNs: 0n }, store, stop.signal)).rejects.toBe(reason);
  await expect(runQuery(endless, { nowNs: 0n }, store, stop.signal)).rejects.toBe(reason);
  const { rows } = await runQuery(compiled('SELECT count(*) FROM d.t'), { nowNs: 0n }, store, never());
  expect(rows.read(0, 1)).toBe('{"Data":[{"ScalarValue":"50"}]}');
});

test('queries at the same time do not disturb each other', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async (_, n) => {
    const { rows } = await runQuery(compiled(`SELECT count(*), cast(${n}.5 AS varchar) FROM d.t WHERE n < ${n}`), { nowNs: 0n }, store, never());
    return rows.read(0, 1);
  }));
  expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => `{"Data":[{"ScalarValue":"${n}"},{"ScalarValue":"${n}.5"}]}`));
});
