/** Quoting is the border between a caller's text and SQL that runs: whatever goes in comes out, and nothing else happens. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { literal, stringLiteral } from '../../../../../local/timestream/sql/print/literal';
import { scalar } from '../../../../../local/timestream/sql/types';
import { anyCharacter } from '../../../../any-character';
import { fixtureStore, type FixtureStore } from '../fixture-store';
import { runFixtureQuery } from '../run-fixture-query';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
let store: FixtureStore;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  store = await fixtureStore({});
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  store.close();
});

/** The bytes DuckDB holds for an expression; its own decoding of a leading U+FEFF is not at issue. */
async function bytesOf(sql: string): Promise<string> {
  const reader = await connection.runAndReadAll(`SELECT hex(encode(${sql}))`);
  return String(reader.getRows()[0]?.[0]);
}

const hostile = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.array(fc.constantFrom("'", "''", '"', ';', '--', '/*', '*/', '\\', '\0', '\n', '$$', '%', 'é', '😀', 'DROP TABLE x', 'chr(0)', '||')).map((pieces) => pieces.join('')),
).filter((text) => !/\p{Surrogate}/u.test(text));

test('a string literal has exactly the bytes of its string', async () => {
  await fc.assert(fc.asyncProperty(hostile, async (text) => {
    expect(await bytesOf(stringLiteral(text))).toBe(Buffer.from(text).toString('hex').toUpperCase());
  }), { numRuns: 300 });
});

test('any string comes back through a whole query', async () => {
  await fc.assert(fc.asyncProperty(hostile.filter((text) => !text.startsWith('\ufeff')), async (text) => {
    const quoted = `'${text.replaceAll("'", "''")}'`;
    const answer = await runFixtureQuery(`SELECT ${quoted}, ${quoted} || 'x' = ${quoted}, length(${quoted})`, { store, nowNs: 0n });
    expect(answer.rows).toEqual([[text, 'false', String(Array.from(text).length)]]);
  }), { numRuns: 200 });
});

test('doubles and whole numbers keep every digit', async () => {
  await fc.assert(fc.asyncProperty(fc.double({ noNaN: true }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (double, whole) => {
    const reader = await connection.runAndReadAll(`SELECT ${literal(double, scalar('double'))}, ${literal(whole, scalar('bigint'))}`);
    expect(reader.getRows()[0]).toEqual([double, whole]);
  }), { numRuns: 200 });
});
