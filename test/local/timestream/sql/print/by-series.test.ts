import { runQuery } from '../../../../../local/timestream/query/run-query';
import { decodeRecords } from '../../../../../local/timestream/records/decode-records';
import { compileQuery } from '../../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../../local/timestream/sql/parser/statement';
import type { Store } from '../../../../../local/timestream/store/store';
import { openTable } from '../../store/open-table';

const nowMs = Date.now();
const clock = { nowNs: BigInt(nowMs) * 1_000_000n };

const reading = (dimensions: Readonly<Record<string, string>>, value: number, beforeMs: number) => ({
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })), MeasureName: 'reading', MeasureValue: String(value),
  Time: String(nowMs - beforeMs),
});

let store: Store;
beforeAll(async () => {
  const opened = await openTable();
  store = opened.store;
  await store.write(opened.table, decodeRecords([
    reading({ host: 'a', site: 'x' }, 1, 0), reading({ host: 'a', site: 'x' }, 2, 1000), reading({ host: "it's", site: 'x' }, 4, 0), reading({ site: 'y' }, 8, 0),
  ]));
  await store.flush();
});
afterAll(() => store.close());

function compiled(text: string) {
  const statement = parseStatement(text);
  if (statement.kind !== 'query') throw new Error('not a query');
  return compileQuery(statement.query, text, store.catalog, clock);
}

async function answer(text: string): Promise<string> {
  const { rows } = await runQuery(compiled(text), clock, store, new AbortController().signal);
  return rows.read(0, rows.rowCount);
}

const table = '"IoTMetrics"."SensorReadings"';
const sum = (value: string) => `{"Data":[{"ScalarValue":"${value}"}]}`;
const nothing = '{"Data":[{"NullValue":true}]}';
const value = 'sum(measure_value::double)';

test('a condition on one dimension reads the rows of its series without a join', async () => {
  const text = `SELECT ${value} FROM ${table} WHERE host = 'a' AND measure_value::double < 9`;
  expect(compiled(text).sql()).not.toMatch(/JOIN/);
  expect(await answer(text)).toBe(sum('3.0'));
});

test.each([
  ["host IN ('a', 'b')", sum('3.0')],
  ["host = 'it''s'", sum('4.0')],
  ["host = 'b'", nothing],
  ["host = 'A'", nothing],
  ["site = 'x' AND host = 'a'", sum('3.0')],
  ["site = 'y' AND host = 'a'", nothing],
  // Neither true nor false of a series without the dimension, and so it is not negated either.
  ["NOT host = 'a'", sum('4.0')],
  ["host = 'a' OR site = 'y'", sum('11.0')],
  ["host = NULL", nothing],
  ["'a' = host", sum('3.0')],
  ["host = site", nothing],
])('WHERE %s leaves the right rows', async (condition, expected) => {
  expect(await answer(`SELECT ${value} FROM ${table} WHERE ${condition}`)).toBe(expected);
});

test('it works on both sides of a join, and on what the query also selects', async () => {
  const joined = `FROM ${table} a LEFT JOIN ${table} b ON a.time = b.time AND b.host = 'a'`;
  expect(await answer(`SELECT count(*) ${joined} WHERE a.site = 'x'`)).toBe(sum('3'));
  expect(await answer(`SELECT count(*) ${joined} WHERE b.host = 'a'`)).toBe(sum('4'));
  expect(await answer(`SELECT host, ${value} FROM ${table} WHERE host = 'a' GROUP BY host`)).toBe('{"Data":[{"ScalarValue":"a"},{"ScalarValue":"3.0"}]}');
});
