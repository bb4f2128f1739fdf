import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { datumEncoder } from '../../../../../local/timestream/sql/encode/datum';
import { rowEncoder } from '../../../../../local/timestream/sql/encode/row-encoder';
import { scalar, type SqlType } from '../../../../../local/timestream/sql/types';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function encode(sql: string, types: readonly SqlType[]): Promise<string[]> {
  const encodeRows = rowEncoder(types);
  const result = await connection.run(sql);
  const rows: string[] = [];
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) rows.push(...encodeRows(chunk));
  return rows;
}

const texts = (values: readonly string[]) => values.map((value) => `{"Data":[{"ScalarValue":${JSON.stringify(value)}}]}`);

test('values of every kind stand in the order of the columns', async () => {
  const types = [scalar('varchar'), scalar('double'), scalar('timestamp'), scalar('bigint'), scalar('boolean')];
  expect(await encode("SELECT 'a', 35.1::DOUBLE, 1::BIGINT, 2::BIGINT, true", types)).toEqual([
    '{"Data":[{"ScalarValue":"a"},{"ScalarValue":"35.1"},{"ScalarValue":"1970-01-01 00:00:00.000000001"},{"ScalarValue":"2"},{"ScalarValue":"true"}]}',
  ]);
});

test('a NULL is a NULL in every column, also next to values', async () => {
  const types = [scalar('varchar'), scalar('double'), scalar('timestamp'), scalar('bigint')];
  const sql = 'SELECT CASE WHEN i % 2 = 0 THEN v END, CASE WHEN i % 2 = 0 THEN 1.0::DOUBLE END, CASE WHEN i % 2 = 0 THEN 0::BIGINT END, CASE WHEN i % 2 = 0 THEN 7::BIGINT END ' +
    "FROM (SELECT i, 'value' AS v FROM range(3) AS t(i)) ORDER BY i";
  const values = '{"Data":[{"ScalarValue":"value"},{"ScalarValue":"1.0"},{"ScalarValue":"1970-01-01 00:00:00.000000000"},{"ScalarValue":"7"}]}';
  const nulls = `{"Data":[${Array.from({ length: 4 }, () => '{"NullValue":true}').join(',')}]}`;
  expect(await encode(sql, types)).toEqual([values, nulls, values]);
});

test('texts of all lengths are told apart, also when only their ends differ', async () => {
  const values = Array.from({ length: 40 }, (_, length) => ['a', 'b'].map((end) => 'x'.repeat(length) + end)).flat();
  const rows = [...values, ...values.toReversed(), '', 'é"\\\n\u2028', '1234567890123'];
  const list = rows.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  expect(await encode(`SELECT unnest([${list}])`, [scalar('varchar')])).toEqual(texts(rows));
});

test('texts are right in every chunk of a long result, where their addresses come again', async () => {
  const rows = await encode("SELECT 'a rather long text number ' || (i % 700) || '/' || (i // 1000) FROM range(20000) AS t(i) ORDER BY i", [scalar('varchar')]);
  expect(rows).toEqual(texts(Array.from({ length: 20_000 }, (_, i) => `a rather long text number ${i % 700}/${Math.floor(i / 1000)}`)));
});

test('texts are remembered, not decoded each for itself', async () => {
  const decode = jest.spyOn(TextDecoder.prototype, 'decode');
  try {
    await encode("SELECT 'host_' || (i % 10) FROM range(2000) AS t(i)", [scalar('varchar')]);
    expect(decode.mock.calls.length).toBeLessThan(100);
  } finally {
    decode.mockRestore();
  }
});

test('a column of numbers is written as each number by itself', async () => {
  const numbers = ['0', '-0.0', '1', '1023', '1024', '-1', '0.5', '1e7', '1e-5', 'nan', 'inf', '-inf', '12345678.9'];
  const encodeOne = datumEncoder(scalar('double'));
  const expected = numbers.map((text) => `{"Data":[${encodeOne(Number(text.replace('inf', 'Infinity')))}]}`);
  expect(await encode(`SELECT unnest([${numbers.map((text) => `CAST('${text}' AS DOUBLE)`).join(', ')}])`, [scalar('double')])).toEqual(expected);
});

test('equal and different times follow each other', async () => {
  const rows = await encode('SELECT unnest([5, 5, -1, 5]::BIGINT[])', [scalar('timestamp')]);
  expect(rows.map((row) => /"([^"]*)"\}\]/.exec(row)?.[1])).toEqual([
    '1970-01-01 00:00:00.000000005', '1970-01-01 00:00:00.000000005', '1969-12-31 23:59:59.999999999', '1970-01-01 00:00:00.000000005',
  ]);
});
