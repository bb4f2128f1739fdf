/** Parquet files of UNLOAD, read back by DuckDB: types, partitions, and parts of one result. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { rowsPerPart } from '../../../../local/timestream/unload/parquet-files';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { openDuckDb, writtenFiles } from './written-files';

let connection: DuckDBConnection;
let spool: string;
beforeAll(async () => {
  connection = await openDuckDb();
  spool = temporaryFolder();
});
afterAll(() => {
  connection.closeSync();
  removeTemporaryFolders();
});

const unload = (select: string, options = "format = 'PARQUET'") => `UNLOAD (${select}) TO 's3://bucket/p' WITH (${options})`;

/** Rows of Parquet files, in the order of the files, as DuckDB prints them. */
async function rowsOf(objects: ReadonlyMap<string, Buffer>, what = '*') {
  const folder = temporaryFolder();
  const paths = [...objects.values()].map((bytes, index) => {
    const path = join(folder, `${index}.parquet`);
    writeFileSync(path, bytes);
    return `'${path}'`;
  });
  const reader = await connection.runAndReadAll(`SELECT ${what} FROM read_parquet([${paths.join(', ')}])`);
  return { types: reader.columnTypes().map(String), names: reader.columnNames(), rows: reader.getRowsJson() };
}

test('every type has the one of Parquet that is nearest, and NULL is NULL', async () => {
  const { objects } = await writtenFiles(connection, spool, unload(`SELECT 1 AS i, 9007199254740993 AS b, 0.1 AS d, 'text' AS v, true AS t,
    timestamp '2026-11-22 12:00:00.000000001' AS ts, date '2026-11-22' AS day, CAST(NULL AS timestamp) AS nothing`));
  expect(await rowsOf(objects)).toEqual({
    names: ['i', 'b', 'd', 'v', 't', 'ts', 'day', 'nothing'],
    types: ['INTEGER', 'BIGINT', 'DOUBLE', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP_NS', 'DATE', 'TIMESTAMP_NS'],
    rows: [[1, '9007199254740993', 0.1, 'text', true, '2026-11-22 12:00:00.000000001', '2026-11-22', null]],
  });
});

test('arrays are lists, rows are groups with the names of their fields, time series are lists of points', async () => {
  const { objects } = await writtenFiles(connection, spool, unload(`SELECT ARRAY[timestamp '2026-01-01 00:00:00', NULL] AS a,
    CAST(ROW(1, ARRAY['x']) AS ROW("the ""n""" bigint, s array(varchar))) AS r, ROW(1.5) AS unnamed,
    create_time_series(time, value) AS s, CAST(NULL AS ROW(a bigint)) AS no_row
    FROM (VALUES (timestamp '1970-01-01 00:00:00.000000010', 100.0)) AS t(time, value)`));
  expect(await rowsOf(objects)).toEqual({
    names: ['a', 'r', 'unnamed', 's', 'no_row'],
    types: ['TIMESTAMP_NS[]', 'STRUCT("the ""n""" BIGINT, "s" VARCHAR[])', 'STRUCT("field0" DOUBLE)', 'STRUCT("time" TIMESTAMP_NS, "value" DOUBLE)[]', 'STRUCT("a" BIGINT)'],
    rows: [[['2026-01-01 00:00:00', null], { 'the "n"': '1', s: ['x'] }, { field0: 1.5 }, [{ time: '1970-01-01 00:00:00.00000001', value: 100 }], null]],
  });
});

test('functions that DuckDB lacks work as in other queries', async () => {
  const { objects } = await writtenFiles(connection, spool, unload(`SELECT regexp_replace('abc', '(?<x>b)', '[\${x}]') AS r, date_format(timestamp '2026-11-22 12:00:00', '%Y/%m') AS f`));
  expect((await rowsOf(objects)).rows).toEqual([['a[b]c', '2026/11']]);
});

test('the last nanosecond there is stays the last', async () => {
  const { objects } = await writtenFiles(connection, spool, unload("SELECT timestamp '2262-04-11 23:47:16.854775807' AS t"));
  expect((await rowsOf(objects)).rows).toEqual([['2262-04-11 23:47:16.854775807']]);
});

test('rows keep the order of the query', async () => {
  const { objects, files } = await writtenFiles(connection, spool, unload('SELECT n FROM UNNEST(sequence(1, 9999)) AS t(n) ORDER BY n DESC'));
  expect((await rowsOf(objects)).rows.map(([n]) => Number(n))).toEqual(Array.from({ length: 9999 }, (_, n) => 9999 - n));
  expect(files.files).toEqual([{ key: expect.stringMatching(/^p\/results\/AED_[0-9a-f-]{36}\.parquet$/), bytes: [...objects.values()][0]?.length, rows: 9999 }]);
});

test('too many bytes for one file become several, with all rows in order and counted', async () => {
  const select = "SELECT n, concat('row number ', CAST(n AS varchar)) AS text FROM UNNEST(sequence(1, 9999)) AS t(n)";
  const whole = await writtenFiles(connection, spool, unload(select, "format = 'PARQUET', compression = 'NONE'"));
  const parts = await writtenFiles(connection, spool, unload(select, "format = 'PARQUET', compression = 'NONE'"), { maxFileBytes: whole.files.byteLength / 3 });
  expect(parts.files.files.map(({ rows }) => rows)).toEqual([3333, 3333, 3333]);
  expect((await rowsOf(parts.objects)).rows).toEqual((await rowsOf(whole.objects)).rows);
});

test('parts have about the same number of rows', () => {
  expect(rowsPerPart({ byteLength: 100, rowCount: 10 }, 100)).toBe(10);
  expect(rowsPerPart({ byteLength: 101, rowCount: 10 }, 100)).toBe(5);
  expect(rowsPerPart({ byteLength: 300, rowCount: 10 }, 100)).toBe(4);
  expect(rowsPerPart({ byteLength: 300, rowCount: 1 }, 100)).toBe(1);
});

test('partitions of every type are folders, and their columns leave the files', async () => {
  const partitions = "ARRAY['d', 'i', 't', 'day', 'flag', 'v']";
  const { folders, files, objects } = await writtenFiles(connection, spool, unload(`SELECT n, 1e7 AS d, CAST(n AS integer) AS i, timestamp '2026-11-22 12:00:00' AS t,
    date '2026-11-22' AS day, n = 1 AS flag, IF(n = 1, 'it''s') AS v FROM (VALUES 1, 2) AS t(n)`, `format = 'PARQUET', partitioned_by = ${partitions}`));
  const day = 't=2026-11-22 12%3A00%3A00.000000000/day=2026-11-22';
  expect([...folders].sort()).toEqual([`d=1.0E7/i=1/${day}/flag=true/v=it%27s/`, `d=1.0E7/i=2/${day}/flag=false/v=__HIVE_DEFAULT_PARTITION__/`]);
  expect(files.files.map(({ rows }) => rows)).toEqual([1, 1]);
  for (const [key, bytes] of objects) expect(await rowsOf(new Map([[key, bytes]]))).toMatchObject({ names: ['n'], rows: [[key.includes('i=1/') ? 1 : 2]] });
});

test('every value has its partition, also those that are hard to compare', async () => {
  const select = "SELECT 1 AS a, d, concat(v, chr(0)) AS v FROM (VALUES (nan(), 'x'), (nan(), 'x'), (-0e0, 'x'), (0e0, 'x'), (infinity(), 'x'), (NULL, '')) AS t(d, v)";
  const { folders, files } = await writtenFiles(connection, spool, unload(select, "format = 'PARQUET', partitioned_by = ARRAY['d', 'v']"));
  expect(files.rowCount).toBe(6);
  expect([...folders].filter((folder) => !folder.includes('0.0'))).toEqual(expect.arrayContaining(['d=NaN/v=x%00/', 'd=Infinity/v=x%00/', 'd=__HIVE_DEFAULT_PARTITION__/v=%00/']));
});

test('a data folder whose name looks like a partition adds no column', async () => {
  const folder = join(temporaryFolder(), 'site=[7]');
  mkdirSync(folder);
  const { objects } = await writtenFiles(connection, folder, unload('SELECT n, n % 2 AS part FROM UNNEST(sequence(1, 999)) AS t(n)', "format = 'PARQUET', partitioned_by = ARRAY['part']"), { maxFileBytes: 1000 });
  for (const bytes of objects.values()) expect((await rowsOf(new Map([['', bytes]]))).names).toEqual(['n']);
});

test('no rows, no file; nothing stays on the disk', async () => {
  const { files } = await writtenFiles(connection, spool, unload('SELECT 1 AS a WHERE false'));
  expect(files.files).toEqual([]);
  expect(readdirSync(spool)).toEqual([]);
});
