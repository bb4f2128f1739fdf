/** Statements nobody would write: whatever comes in, the answer is rows or an error in the service's own words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { tokenize } from '../../../../local/timestream/sql/tokens';
import { parseTimestamp } from '../../../../local/timestream/sql/parse-time';
import { anyCharacter } from '../../../any-character';
import { fixtureStore, type FixtureStore, type FixtureTables } from './fixture-store';
import { runFixtureQuery } from './run-fixture-query';

const fixtures = join(__dirname, '../../../fixtures/sql');
const nowNs = parseTimestamp('2026-11-22 12:00:00') ?? 0n;
const runs = process.env.TIDEGAUGE_TEST_LONG ? 100_000 : 500;

function queriesOf(file: string): string[] {
  const { cases } = JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as { cases: { query: string | string[]; rows?: unknown }[] };
  return cases.filter((each) => each.rows !== undefined).map((each) => [each.query].flat().join('\n'));
}

/** Every query of the fixtures that answers rows, cut into its tokens as written. */
const corpus = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json') && !file.startsWith('tables'))
  .sort()
  .flatMap(queriesOf)
  .map((query) => tokenize(query).map(({ at, end }) => query.slice(at, end)));

const words = [...new Set(corpus.flat())];

/** Names, numbers, strings and marks: another of the same kind keeps most statements readable. */
function kindOf(word: string): string {
  return /^[A-Za-z_"]/.test(word) ? 'name' : /^\d/.test(word) ? 'number' : word.startsWith("'") ? 'string' : 'mark';
}

const wordsByKind = new Map(['name', 'number', 'string', 'mark'].map((kind) => [kind, words.filter((word) => kindOf(word) === kind)]));

type Mutation =
  | { readonly kind: 'drop' | 'double'; readonly at: number }
  | { readonly kind: 'swap' | 'graft' | 'alter'; readonly at: number; readonly other: number }
  | { readonly kind: 'replace' | 'insert'; readonly at: number; readonly word: string };

const place = fc.nat({ max: 2000 });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('drop' as const, 'double' as const), at: place }),
  fc.record({ kind: fc.constantFrom('swap' as const, 'graft' as const), at: place, other: place }),
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('alter' as const), at: place, other: place }) },
  fc.record({ kind: fc.constantFrom('replace' as const, 'insert' as const), at: place, word: fc.constantFrom(...words) }),
);

function mutate(tokens: readonly string[], change: Mutation): string[] {
  const result = [...tokens];
  const at = change.at % Math.max(result.length, 1);
  switch (change.kind) {
    case 'drop':
      result.splice(at, 1);
      break;
    case 'double':
      result.splice(at, 0, result[at] ?? '');
      break;
    case 'swap': {
      const other = change.other % Math.max(result.length, 1);
      [result[at], result[other]] = [result[other] ?? '', result[at] ?? ''];
      break;
    }
    case 'graft':
      return [...result.slice(0, at), ...(corpus[change.other % corpus.length] ?? []).slice(change.other % 7)];
    case 'alter': {
      const likes = wordsByKind.get(kindOf(result[at] ?? '')) ?? [];
      result.splice(at, 1, likes[change.other % likes.length] ?? '');
      break;
    }
    case 'replace':
      result.splice(at, 1, change.word);
      break;
    case 'insert':
      result.splice(at, 0, change.word);
      break;
  }
  return result;
}

/** How DuckDB words its own errors, and how failures of ours would look. */
const leaks = /\b(?:Binder|Parser|Catalog|Conversion|Out of Range|Invalid Input|Not implemented|INTERNAL|Constraint|Serialization) Error\b|LINE \d+:|[Dd]uck|timestream_|undefined|\[object/;

let store: FixtureStore;
beforeAll(async () => {
  const tables = ['sensors', 'documented'].map((name) => JSON.parse(readFileSync(join(fixtures, 'tables', `${name}.json`), 'utf8')) as FixtureTables);
  store = await fixtureStore(Object.assign({}, ...tables) as FixtureTables);
});
afterAll(() => store.close());

/** Rejects when the operation fails in any way that is not an answer of the service. */
async function expectAnswer(query: string): Promise<void> {
  const { error } = await runFixtureQuery(query, { store, nowNs, extensions: true });
  if (error === undefined) return;
  expect(error).toMatch(/^(?:Validation|QueryExecution)Exception: ./);
  // What the caller wrote may be quoted back.
  if (!leaks.test(query)) expect(error).not.toMatch(leaks);
}

test('mutated statements are answered and leak nothing', async () => {
  const statement = fc.record({ tokens: fc.constantFrom(...corpus), changes: fc.array(mutation, { minLength: 1, maxLength: 4 }) });
  await fc.assert(fc.asyncProperty(statement, async ({ tokens, changes }) => {
    const mutated = changes.reduce<readonly string[]>((text, change) => mutate(text, change), tokens);
    await expectAnswer(mutated.join(' '));
  }), { numRuns: runs });
}, 3_600_000);

test('arbitrary text is answered and leaks nothing', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: anyCharacter, minLength: 1, maxLength: 60 }), expectAnswer), { numRuns: runs });
}, 3_600_000);

describe('statements meant to exhaust the server are refused', () => {
  const deep = 20_000;
  test.each([
    ['brackets', `SELECT ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['negations', `SELECT ${'- '.repeat(deep)}1`],
    ['NOTs', `SELECT ${'NOT '.repeat(deep)}true`],
    ['chained operators', `SELECT 1${' + 1'.repeat(deep)}`],
    ['nested calls', `SELECT ${'abs('.repeat(deep)}1${')'.repeat(deep)}`],
    ['nested CASEs', `SELECT ${'CASE WHEN true THEN '.repeat(5000)}1${' END'.repeat(5000)}`],
    ['nested arrays', `SELECT ${'ARRAY['.repeat(deep)}1${']'.repeat(deep)}`],
    ['nested subqueries', `SELECT * FROM ${'(SELECT * FROM '.repeat(5000)}x`],
    ['nested joins', `SELECT * FROM ${'('.repeat(deep)}x`],
    ['intersections', `SELECT 1${' INTERSECT SELECT 1'.repeat(5000)}`],
    ['unions of both kinds', `SELECT 1${' UNION SELECT 1 UNION ALL SELECT 1'.repeat(2500)}`],
    ['commas', `SELECT 1 FROM a.b${', a.b'.repeat(deep)}`],
    ['nested types', `SELECT CAST(1 AS ${'array('.repeat(deep)}bigint${')'.repeat(deep)})`],
    ['subscripts', `SELECT ARRAY[1]${'[1]'.repeat(deep)}`],
  ])('%s', async (_what, query) => {
    const { error } = await runFixtureQuery(query, { store, nowNs });
    expect(error).toMatch(/^ValidationException: line 1:\d+: The (?:statement nests deeper than|expression chains more than) 100 (?:levels|operators)$/);
  });

  test.each([
    ['a long list of options', `SELECT 1 IN (${Array.from({ length: 5000 }, (_, index) => index).join(', ')})`],
    ['many conditions', `SELECT ${Array.from({ length: 5000 }, (_, index) => `1 = ${index}`).join(' OR ')}`],
    ['a list of ten thousand texts', `SELECT 'v5' NOT IN (${Array.from({ length: 10_000 }, (_, index) => `'v${index}'`).join(', ')})`],
    ['many conditions at once', `SELECT ${Array.from({ length: 10_000 }, (_, index) => `1 <> ${index}`).join(' AND ')}`],
    ['conditions in brackets', `SELECT 1 WHERE (${Array.from({ length: 5000 }, (_, index) => `('a' = 'v${index}')`).join(' OR ')})`],
    ['many branches of a CASE', `SELECT CASE 5 ${Array.from({ length: 2000 }, (_, index) => `WHEN ${index} THEN 'a${index}'`).join(' ')} END`],
    ['many rows of VALUES', `SELECT count(*) FROM (VALUES ${Array.from({ length: 5000 }, (_, index) => `(${index}, 'a')`).join(', ')}) t(a, b)`],
    ['a long union', Array.from({ length: 1000 }, (_, index) => `SELECT ${index} AS a`).join(' UNION ALL ')],
    ['a long union without repeats', Array.from({ length: 1000 }, (_, index) => `SELECT ${index % 7} AS a`).join(' UNION ')],
    ['brackets that begin like queries', `SELECT ${'((SELECT '.repeat(12)}1${') + 1)'.repeat(12)}`],
    ['lists that begin like queries', `SELECT ${'1 IN ((SELECT '.repeat(8)}true${') , true)'.repeat(8)}`.replaceAll('1 IN', 'true IN')],
    ['joins that begin like queries', `SELECT 1 FROM ${'((SELECT * FROM '.repeat(12)}(SELECT 1 AS x) t${') t JOIN (SELECT 1 AS y) u ON true)'.repeat(12)}`],
    ['many columns', `SELECT ${Array.from({ length: 1000 }, (_, index) => `${index} AS c${index}`).join(', ')}`],
    ['divisors within divisors', `SELECT ${'1 / (1 + '.repeat(30)}1${')'.repeat(30)}`],
    ['arithmetic at the limit', `SELECT 1${' + 1'.repeat(99)}`],
    ['CASE operands within CASE operands', `SELECT ${'CASE '.repeat(45)}1${' WHEN 1 THEN 1 WHEN 2 THEN 2 END'.repeat(45)}`],
  ])('but %s are not', async (_what, query) => {
    const { error } = await runFixtureQuery(query, { store, nowNs });
    expect(error).toBeUndefined();
  });
});
