import type { Asked } from '../../../../local/timestream/catalog';
import { compileQuery } from '../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../local/timestream/sql/parser/statement';
import type { Store } from '../../../../local/timestream/store/store';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { day, hour, noon, openTiered, reading } from './tiered-store';

const clock = { nowNs: noon };
let store: Store;

beforeAll(async () => {
  const opened = await openTiered(temporaryFolder(), clock, { retention: { memoryHours: 1, magneticDays: 6 } });
  store = opened.store;
  await store.write(opened.table, [5n, 6n, 7n, 8n, 9n, 10n].map((at) => reading(at * day + hour, Number(at))));
  await store.moveTiers();
});

afterAll(async () => {
  await store.close();
  removeTemporaryFolders();
});

/** The days whose files a statement names. */
function daysRead(where: string, nowNs = noon): number[] {
  const text = `SELECT count(*) FROM "IoTMetrics"."SensorReadings" ${where}`;
  const statement = parseStatement(text);
  if (statement.kind !== 'query') throw new Error('not a query');
  return daysIn(compileQuery(statement.query, text, store.catalog, { nowNs }).sql());
}

function daysIn(sql: string): number[] {
  return [...sql.matchAll(/\/(\d+)-\d+\.parquet/g)].map(([, number]) => Number(number));
}

it.each([
  ['', [5, 6, 7, 8, 9]],
  ['WHERE time > ago(1h)', []],
  ['WHERE time > ago(36h)', [9]],
  ['WHERE time < ago(36h)', [5, 6, 7, 8]],
  ["WHERE time BETWEEN TIMESTAMP '1970-01-08 00:00:00' AND TIMESTAMP '1970-01-09 01:00:00'", [7, 8]],
  ["WHERE time = TIMESTAMP '1970-01-07 01:00:00' AND measure_name = 'metrics'", [6]],
  ["WHERE time >= from_iso8601_timestamp('1970-01-09T02:00:00Z')", [9]],
  ["WHERE time > ago(1h) OR device_id = 'a'", [5, 6, 7, 8, 9]],
  ['WHERE NOT time > ago(1h)', [5, 6, 7, 8, 9]],
  ['WHERE bin(time, 1d) > ago(1h)', [5, 6, 7, 8, 9]],
])('%s reads the files of these days', (where, days) => {
  expect(daysRead(where)).toEqual(days);
});

it('leaves out what has expired, by the clock of the statement', () => {
  expect(daysRead('', noon + 3n * day)).toEqual([8, 9]);
  expect(daysRead('', noon + 100n * day)).toEqual([]);
});

it('asks for new rows only where the newest of each series decide', () => {
  const text = 'SELECT device_id, max(time) FROM "IoTMetrics"."SensorReadings" GROUP BY device_id';
  const statement = parseStatement(text);
  if (statement.kind !== 'query') throw new Error('not a query');
  expect(daysIn(compileQuery(statement.query, text, store.catalog, clock).sql())).toEqual([]);
});

it('is DuckDB\'s own table alone when no file is asked for', () => {
  const entry = store.catalog.table('IoTMetrics', 'SensorReadings');
  const asked: Asked = { nowNs: noon, fromNs: 10n * day };
  expect(entry?.relation(new Set(['c1', 'time_ns']), asked)).toBe('main.rows_1');
  expect(entry?.relation(new Set(['d0', 'c1']), asked)).toBe('(SELECT s.d0, r.c1 FROM main.rows_1 AS r JOIN main.series_1 AS s ON s.series = r.series)');
});

it.each([
  [{}, 6],
  [{ fromNs: 8n * day }, 3],
  [{ untilNs: 8n * day }, 3],
  [{ fromNs: 5n * day + hour + 1n, untilNs: 11n * day }, 5],
  [{ fromNs: 0n, nowNs: noon + 3n * day }, 3],
])('counts the rows of both tiers without reading them: %p', (range, rows) => {
  const entry = store.catalog.table('IoTMetrics', 'SensorReadings');
  expect(entry?.rowsBetween?.({ nowNs: noon, ...range })).toBe(rows);
});
