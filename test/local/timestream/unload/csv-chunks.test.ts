/** How many lines of a result are in memory at once: those of a chunk, unless its values are long. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { chunksOf } from '../../../../local/timestream/query/run-query';
import { compileQuery } from '../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../local/timestream/sql/parser/statement';
import { csvChunks } from '../../../../local/timestream/unload/csv-chunks';
import { planUnload } from '../../../../local/timestream/unload/plan-unload';
import { noTables, openDuckDb } from './written-files';

let connection: DuckDBConnection;
beforeAll(async () => { connection = await openDuckDb(); });
afterAll(() => connection.closeSync());

/** The lengths of the lines of each block. */
async function blocksOf(select: string, partitions = ''): Promise<number[][]> {
  const text = `UNLOAD (${select}) TO 's3://bucket/p' WITH (format = 'CSV'${partitions})`;
  const statement = parseStatement(text);
  if (statement.kind !== 'unload') throw new Error('not an UNLOAD');
  const compiled = compileQuery(statement.query, text, noTables, { nowNs: 0n });
  const { blocks } = csvChunks(planUnload(statement, compiled.columns), { delimiter: ',', escape: '\\', hasHeader: false });
  const found: number[][] = [];
  for await (const chunk of chunksOf({ prepare: (on, sql) => on.prepare(sql()) }, connection, () => compiled.sql())) {
    for (const block of blocks(chunk)) found.push([...block.values()].flat().map((line) => line.length));
  }
  return found;
}

const rows = (count: number) => `FROM UNNEST(sequence(1, ${count})) AS t(n)`;

test('the lines of a chunk are one block when they are short', async () => {
  expect((await blocksOf(`SELECT n, 'text' ${rows(2048)}`)).map((lines) => lines.length)).toEqual([2048]);
});

test.each([
  // [1111111111111111111,...] in quotes has 20 characters an element and one more, and a line end.
  ['arrays', `SELECT repeat(1111111111111111111, 1000) ${rows(200)}`, '', 20_004],
  // A thousand characters, the end of the line.
  ['texts', `SELECT rpad('', 10000, 'x') ${rows(2048)}`, '', 10_001],
  ['lines of partitions', `SELECT rpad('', 10000, 'x'), n % 2 AS part ${rows(2048)}`, ", partitioned_by = ARRAY['part']", 10_001],
])('long %s come in blocks of some megabytes, none lost', async (_what, select, partitions, lineLength) => {
  const blocks = await blocksOf(select, partitions);
  expect(new Set(blocks.flat())).toEqual(new Set([lineLength]));
  expect(blocks.flat()).toHaveLength(select.includes('repeat') ? 200 : 2048);
  for (const lines of blocks) expect(lines.reduce((sum, length) => sum + length, 0)).toBeLessThan(3 * 1024 * 1024);
});
