/** CSV files of UNLOAD: the text of every type, what is quoted, and where files end. */
import { readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { cellWriter } from '../../../../local/timestream/unload/csv-cells';
import { anyCharacter } from '../../../any-character';
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

const unload = (select: string, options = "compression = 'NONE'") => `UNLOAD (${select}) TO 's3://bucket/p' WITH (${options})`;

/** The one line of a one-row result. */
async function lineOf(select: string, options?: string): Promise<string> {
  const { objects } = await writtenFiles(connection, spool, unload(select, options));
  return [...objects.values()].join('');
}

describe('the text of a value', () => {
  test.each([
    ['1, 9007199254740993, true', '1,9007199254740993,true\n'],
    ['1.0, 1e7, 35.1, -1e-4, nan(), infinity()', '1.0,1.0E7,35.1,-1.0E-4,NaN,Infinity\n'],
    ["timestamp '2026-11-22 12:00:00.000000001', date '2026-11-22'", '2026-11-22 12:00:00.000000001,2026-11-22\n'],
    ['1d + 1ns, 31month', '1 00:00:00.000000001,2-7\n'],
    ["CAST(NULL AS varchar), '', CAST(NULL AS double)", ',"",\n'],
    ["'a,b', 'say \"hi\"', 'back\\slash', 'plain text'", '"a,b","say \\"hi\\"","back\\\\slash",plain text\n'],
    ['ARRAY[23, 24, 25]', '"[23,24,25]"\n'],
    ["CAST(ROW(23, 'hello') AS ROW(x double, y varchar))", '"{\\"x\\":23.0,\\"y\\":\\"hello\\"}"\n'],
    ['ROW(1, CAST(NULL AS bigint)), ARRAY[nan()]', '"{\\"field0\\":1,\\"field1\\":null}","[\\"NaN\\"]"\n'],
    ["ARRAY[timestamp '2026-11-22 12:00:00'], ARRAY['a\"b']", '"[\\"2026-11-22 12:00:00.000000000Z\\"]","[\\"a\\\\\\"b\\"]"\n'],
  ])('SELECT %s', async (select, line) => {
    expect(await lineOf(`SELECT ${select}`)).toBe(line);
  });

  test('of a time series', async () => {
    expect(await lineOf("SELECT create_time_series(time, value) FROM (VALUES (timestamp '1970-01-01 00:00:00.000000010', 100.0), (timestamp '1970-01-01 00:00:00.000000012', 120.0)) AS t(time, value)"))
      .toBe('"[{\\"time\\":\\"1970-01-01 00:00:00.000000010Z\\",\\"value\\":100.0},{\\"time\\":\\"1970-01-01 00:00:00.000000012Z\\",\\"value\\":120.0}]"\n');
  });

  test('of more elements than fit is refused, and the other format named', async () => {
    const array = `ARRAY[${Array.from({ length: 101 }, () => 'sequence(1, 10000)').join(', ')}]`;
    await expect(lineOf(`SELECT ${array}`)).rejects.toMatchObject({ code: 'QueryExecutionException', message: 'UNLOAD to CSV writes at most 1000000 elements of a value; PARQUET takes more' });
  });
});

describe('quoting', () => {
  const dialects = [
    { delimiter: ',', escape: '\\', hasHeader: false },
    { delimiter: '|', escape: '"', hasHeader: false },
    { delimiter: '\t', escape: '^', hasHeader: false },
    { delimiter: '-', escape: ']', hasHeader: false },
  ];
  const text = fc.oneof(fc.string({ unit: fc.constantFrom(...'",\\|\t^-]\r\n\uFEFF a1é') }), fc.string({ unit: anyCharacter }));

  test.each(dialects)('every text comes back from a reader of CSV, delimiter $delimiter and escape $escape', (dialect) => {
    const cell = cellWriter(dialect);
    fc.assert(fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      const file = rows.map((row) => `${row.map(cell).join(dialect.delimiter)}\n`).join('');
      expect(parse(file, { delimiter: dialect.delimiter, escape: dialect.escape, quote: '"', bom: true, record_delimiter: '\n' })).toEqual(rows);
    }), { numRuns: process.env.TIDEGAUGE_TEST_LONG ? 10_000 : 300 });
  });

  test('NULL is told from an empty text by its missing quotes', () => {
    const cell = cellWriter({ delimiter: ',', escape: '\\', hasHeader: false });
    expect([null, ''].map(cell)).toEqual(['', '""']);
  });
});

describe('files', () => {
  const numbers = (count: number) => `SELECT n % 2 AS n, n % 2 AS part FROM UNNEST(sequence(1, ${count})) AS t(n)`;

  test('one that is full is sent, and the next begins with the header again', async () => {
    const { files, objects } = await writtenFiles(connection, spool, unload(numbers(9000), "compression = 'NONE', include_header = 'true'"), { maxFileBytes: 10_000 });
    // Rows come in chunks of 2048; with 4 bytes each, two chunks and a header make 16 391 bytes, one makes less than 10 000.
    expect(files.files.map(({ rows, bytes }) => [rows, bytes])).toEqual([[4096, 16_391], [4096, 16_391], [808, 3239]]);
    for (const bytes of objects.values()) expect(bytes.toString()).toMatch(/^n,part\n1,1\n0,0\n/);
  });

  test('each partition has its own, packed when asked for', async () => {
    const { folders, files, objects } = await writtenFiles(connection, spool, unload(numbers(5000), "partitioned_by = ARRAY['part']"));
    expect([...folders]).toEqual(['part=1/', 'part=0/']);
    expect(files.files.map(({ rows }) => rows)).toEqual([2500, 2500]);
    expect([...objects.values()].map((bytes) => gunzipSync(bytes).toString())).toEqual(['1\n'.repeat(2500), '0\n'.repeat(2500)]);
  });

  test('none is left on the disk, also when the query fails', async () => {
    await writtenFiles(connection, spool, unload(numbers(10)));
    expect(readdirSync(spool)).toEqual([]);
    await expect(writtenFiles(connection, spool, unload('SELECT n, 1 / (5000 - n) FROM UNNEST(sequence(1, 9000)) AS t(n)'))).rejects.toThrow();
  });
});
