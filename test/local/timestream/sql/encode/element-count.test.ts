/** Elements are counted without being read, inside each other too. */
import { DuckDBInstance } from '@duckdb/node-api';
import { elementCount } from '../../../../../local/timestream/sql/encode/element-count';

async function countsOf(expression: string, enough = 1000): Promise<number[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const result = await connection.stream(`SELECT ${expression} FROM range(3) t(i)`);
    const chunk = await result.fetchChunk();
    return Array.from({ length: 3 }, (_, row) => (chunk === null ? -1 : elementCount(chunk.getColumnVector(0), row, enough)));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test.each([
  ['i', [0, 0, 0]],
  ['range(i)', [0, 1, 2]],
  ['CASE WHEN i <> 1 THEN range(10) END', [10, 0, 10]],
  // The outer one's two, and those of both.
  ['[range(i), range(5)]', [7, 8, 9]],
  ['{a: range(i), b: {c: range(4)}}', [4, 5, 6]],
  ["[{a: range(i), b: 'x'}]", [1, 2, 3]],
])('%s', async (expression, counts) => {
  expect(await countsOf(expression)).toEqual(counts);
});

test('it stops counting when there are enough', async () => {
  expect((await countsOf('[range(100), range(100), range(100)]', 50))[0]).toBe(103);
});
