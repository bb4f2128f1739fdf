/** Latest questions read new rows only, and answer what they would answer from all rows. */
import { compileQuery } from '../../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../../local/timestream/sql/parser/statement';
import type { Catalog, TableEntry } from '../../../../../local/timestream/catalog';
import { fixtureStore } from '../fixture-store';

const since = 1_700_000_000_000_000_007n;

async function printed(text: string): Promise<string> {
  const store = await fixtureStore({
    'doc.cpu': { columns: { host: 'varchar DIMENSION', measure_name: 'varchar MEASURE_NAME', time: 'timestamp TIMESTAMP', usage: 'double MULTI' }, rows: [] },
  });
  const catalog: Catalog = { ...store.catalog, table: (database, name) => withNewest(store.catalog.table(database, name)) };
  const statement = parseStatement(text);
  if (statement.kind !== 'query') throw new Error('a query');
  const { sql } = compileQuery(statement.query, text, catalog, { nowNs: 0n });
  store.close();
  return sql();
}

function withNewest(entry: TableEntry | undefined): TableEntry | undefined {
  return entry && { ...entry, everySeriesSinceNs: () => since };
}

test.each([
  'SELECT host, max(time) FROM doc.cpu GROUP BY host',
  'SELECT max(time) FROM doc.cpu',
  "SELECT host, max_by(usage, time), max_by(time, time) FROM doc.cpu WHERE measure_name = 'cpu' AND host LIKE 'a%' GROUP BY host",
  'SELECT upper(host), max(time) FROM doc.cpu WHERE time > ago(1h) GROUP BY upper(host) HAVING max(time) < now()',
  "SELECT max(time) FROM doc.cpu WHERE timestamp '2026-01-01' <= time",
])('%s reads from the newest row of every series on', async (text) => {
  expect(await printed(text)).toContain(String(since));
});

/** Once where the newest times are found, and once where rows are looked up by them. */
test.each([
  'SELECT c.usage FROM doc.cpu c JOIN (SELECT host, max(time) t FROM doc.cpu GROUP BY host) l ON l.host = c.host AND c.time = l.t',
  'WITH l AS (SELECT host h, max(time) t FROM doc.cpu GROUP BY host) SELECT c.usage FROM l, doc.cpu c WHERE l.h = c.host AND l.t = c.time',
  'SELECT usage FROM doc.cpu WHERE time = (SELECT max(time) FROM doc.cpu)',
  'SELECT c.usage FROM doc.cpu c RIGHT JOIN (SELECT t FROM (SELECT max(time) t FROM doc.cpu)) l ON c.time = l.t',
])('%s reads new rows in both places', async (text) => {
  expect((await printed(text)).split(String(since))).toHaveLength(3);
});

test.each([
  'SELECT c.usage FROM doc.cpu c JOIN (SELECT host, max(time) t FROM doc.cpu GROUP BY host) l ON NOT (c.time = l.t)',
  'SELECT c.usage FROM doc.cpu c JOIN (SELECT host, max(time) t FROM doc.cpu GROUP BY host) l ON c.time = l.t OR c.usage > 1',
  'SELECT c.usage FROM doc.cpu c JOIN (SELECT max(time) - 1h t FROM doc.cpu) l ON c.time = l.t',
  "SELECT c.usage FROM doc.cpu c JOIN (SELECT max(time) t FROM doc.cpu UNION ALL SELECT timestamp '2020-01-01') l ON c.time = l.t",
  'SELECT c.usage = 1, c.time = l.t FROM doc.cpu c CROSS JOIN (SELECT max(time) t FROM doc.cpu) l',
])('%s reads all rows of the second place', async (text) => {
  expect((await printed(text)).split(String(since))).toHaveLength(2);
});

test.each([
  'SELECT host, max(time), count(*) FROM doc.cpu GROUP BY host',
  'SELECT max(usage) FROM doc.cpu',
  'SELECT usage, max(time) FROM doc.cpu GROUP BY usage',
  'SELECT bin(time, 1h), max(time) FROM doc.cpu GROUP BY bin(time, 1h)',
  'SELECT max_by(1 / usage, time) FROM doc.cpu',
  'SELECT max(time) FROM doc.cpu WHERE usage > 1',
  'SELECT max(time) FROM doc.cpu WHERE time < ago(1h)',
  'SELECT max(time) FROM doc.cpu WHERE time BETWEEN ago(2h) AND ago(1h)',
  "SELECT max(time) FROM doc.cpu WHERE host = 'a' OR time < ago(1h)",
  'SELECT max(time) FROM doc.cpu WHERE random() > 0.5',
  'SELECT max(a.time) FROM doc.cpu a JOIN doc.cpu b ON a.host = b.host',
  'SELECT min(time) FROM doc.cpu',
  'SELECT max(time) FROM (SELECT time FROM doc.cpu LIMIT 5)',
  'SELECT max(time, 2) FROM doc.cpu',
  'SELECT max(time) FROM doc.cpu WHERE time > (SELECT min(time) FROM doc.cpu)',
])('%s reads all rows', async (text) => {
  expect(await printed(text)).not.toContain(String(since));
});
