/** Random expressions over a small table: the server's answers against a plain evaluation of the documented semantics. */
import { fixtureStore, type FixtureStore } from '../fixture-store';
import { runFixtureQuery, type Short } from '../run-fixture-query';
import { randomExpression, seededRandom, types, Unsure, type Expression, type Row } from './random-expression';
import { Failure, wholeText } from './value';

/** `npm run test:long` tries all of them. */
const count = process.env.TIDEGAUGE_TEST_LONG === undefined ? 600 : 10_000;
const perStatement = 25;
const nowNs = 1_795_348_800_000_000_000n;

const rows: readonly Row[] = [
  { a: 1n, b: -7n, x: 0.5, y: -2.5, s: 'abc', t: 'a', p: true, m: 1_709_251_199_999_999_999n },
  { a: 0n, b: 2n ** 62n, x: -0, y: 1e300, s: '', t: 'b', p: false, m: 0n },
  { a: null, b: 3n, x: null, y: 3, s: null, t: 'é😀z', p: null, m: null },
  { a: -9_223_372_036_854_775_808n, b: 0n, x: 1234.5678, y: null, s: 'Tide gauge', t: null, p: true, m: 1_600_000_000_123_456_789n },
  { a: 42n, b: null, x: 2.5, y: -0.4, s: 'aXbXc', t: 'X', p: false, m: -86_400_000_000_001n },
];

let store: FixtureStore;
beforeAll(async () => {
  store = await fixtureStore({
    'doc.random': {
      columns: {
        k: 'bigint MULTI', a: 'bigint MULTI', b: 'bigint MULTI', x: 'double MULTI', y: 'double MULTI',
        s: 'varchar DIMENSION', t: 'varchar DIMENSION', p: 'boolean MULTI', m: 'timestamp MULTI',
      },
      rows: rows.map((row, k) => [k, ...['a', 'b', 'x', 'y', 's', 't', 'p', 'm'].map((name) => cell(row, name))]),
    },
  });
});
afterAll(() => store.close());

/** Fixtures write whole numbers beyond 2^53 as text, as they do times. */
function cell(row: Row, name: string): string | number | boolean | null {
  const value = row[name] ?? null;
  if (name === 'm' && typeof value === 'bigint') return wholeText(value, 'timestamp');
  if (Object.is(value, -0)) return '-0.0';
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) throw new Error('the table has no arrays');
  return value as string | number | boolean | null;
}

type Expected = string | null | typeof Failure | typeof Unsure;

function expected({ answer, type }: Expression, row: Row): Expected {
  try {
    return wholeText(answer(row), type);
  } catch (error) {
    if (error instanceof Failure) return Failure;
    if (error instanceof Unsure) return Unsure;
    throw error;
  }
}

function shown(value: Short | undefined): string | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? `[${value.map((item) => String(shown(item as Short))).join(',')}]` : String(value);
}

async function run(expressions: readonly Expression[]) {
  return runFixtureQuery(`SELECT ${expressions.map(({ sql }) => sql).join(', ')} FROM doc.random ORDER BY k`, { store, nowNs });
}

/** What is wrong with the answers, a line each. */
async function differences(expressions: readonly Expression[]): Promise<string[]> {
  const wanted = expressions.map((expression) => rows.map((row) => expected(expression, row)));
  const isSure = wanted.every((column) => column.every((value) => typeof value !== 'function'));
  const { rows: found, error } = await run(expressions);
  if (error === undefined) {
    return wanted.flatMap((column, index) => column.flatMap((value, row) => {
      const answer = shown(found?.[row]?.[index]);
      return value === Unsure || value === answer ? [] : [`${expressions[index]?.sql} in row ${row}: ${answer}, not ${value === Failure ? 'an error' : value}`];
    }));
  }
  if (expressions.length > 1) {
    const alone: string[] = [];
    for (const expression of expressions) alone.push(...await differences([expression]));
    return alone;
  }
  const isRefusal = !error.startsWith('QueryExecutionException');
  return isSure || isRefusal ? [`${expressions[0]?.sql}: ${error}`] : [];
}

test(`${count} random expressions answer what the documented semantics say`, async () => {
  const wrong: string[] = [];
  const random = seededRandom(20_261_122);
  for (let done = 0; done < count; done += perStatement) {
    const expressions = Array.from({ length: perStatement }, () => randomExpression(types[random(types.length)] ?? 'bigint', 1 + random(4), random));
    wrong.push(...await differences(expressions));
  }
  expect(wrong).toEqual([]);
}, 900_000);
