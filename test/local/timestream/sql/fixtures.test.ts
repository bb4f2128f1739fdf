/** Every case under test/fixtures/sql: a query, and the columns and rows or the error it must answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTimestamp } from '../../../../local/timestream/sql/parse-time';
import { fixtureStore, type FixtureStore, type FixtureTables } from './fixture-store';
import { runFixtureQuery, type ShortAnswer } from './run-fixture-query';

const folder = join(__dirname, '../../../fixtures/sql');
/** now() of every case. */
const nowNs = parseTimestamp('2026-11-22 12:00:00') ?? 0n;

interface Fixture {
  /** Where the expected answers come from. */
  readonly origin: string;
  /** A file of tables/; without one there are no tables. */
  readonly tables?: string;
  /** Whether the server takes what the service's documents lack. */
  readonly extensions?: boolean;
  /** A query of several lines is written as several. */
  readonly cases: readonly (ShortAnswer & { readonly query: string | readonly string[] })[];
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json') && !file.startsWith('tables'))
  .sort();

describe.each(files)('%s', (file) => {
  const fixture = readJson<Fixture>(join(folder, file));

  test('says where its cases come from', () => {
    expect(fixture.origin).toMatch(/\S/);
  });

  let store: FixtureStore;
  beforeAll(async () => {
    const tables = fixture.tables === undefined ? {} : readJson<FixtureTables>(join(folder, 'tables', `${fixture.tables}.json`));
    store = await fixtureStore(tables);
  });
  afterAll(() => store.close());

  test.each(fixture.cases.map((each) => [[each.query].flat().join('\n'), each] as const))('%s', async (query, { query: _query, ...expected }) => {
    expect(await runFixtureQuery(query, { store, nowNs, extensions: fixture.extensions ?? false })).toEqual(expected);
  });
});
