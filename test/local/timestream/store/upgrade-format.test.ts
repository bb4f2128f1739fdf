import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { frameEntry } from '../../../../local/timestream/store/log-frame';
import { tableDefinition } from '../table-definition';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { day, noon, openTiered, reading, readings, sealedDays } from './tiered-store';

afterAll(removeTemporaryFolders);

/** A data folder as the first version left it: two rows in DuckDB, the last in the log. */
async function firstFormat(): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'format'), '1\n');
  const instance = await DuckDBInstance.create(join(folder, 'store.duckdb'));
  const connection = await instance.connect();
  const definition = JSON.stringify(tableDefinition({ retention: { memoryHours: 1, magneticDays: 73_000 }, magneticStoreWrites: { enabled: true } }));
  await connection.run(`
    CREATE SEQUENCE table_ids;
    CREATE TABLE databases (name VARCHAR, definition VARCHAR);
    CREATE TABLE tables (id INTEGER, definition VARCHAR);
    CREATE TABLE account_settings (definition VARCHAR);
    CREATE TABLE columns (table_id INTEGER, ordinal INTEGER, name VARCHAR, type VARCHAR, attribute VARCHAR);
    SELECT nextval('table_ids');
    INSERT INTO databases VALUES ('IoTMetrics', '{"name":"IoTMetrics","kmsKeyId":"key","tags":[],"createdMs":0,"updatedMs":0}');
    INSERT INTO tables VALUES (1, '${definition}');
    INSERT INTO columns VALUES (1, 0, 'device_id', 'varchar', 'DIMENSION'), (1, 1, 'temperature', 'double', 'MULTI');
    CREATE TABLE rows_1 (series INTEGER, time_ns BIGINT, version BIGINT);
    ALTER TABLE rows_1 ADD COLUMN c1 DOUBLE;
    CREATE TABLE series_1 (series INTEGER, measure_name VARCHAR, measure_type VARCHAR);
    ALTER TABLE series_1 ADD COLUMN d0 VARCHAR;
    INSERT INTO series_1 VALUES (0, 'metrics', 'multi', 'a');
    INSERT INTO rows_1 VALUES (0, ${8n * day}, 1, 1), (0, ${10n * day}, 1, 2)`);
  connection.closeSync();
  instance.closeSync();
  mkdirSync(join(folder, 'log'));
  const entry = { table: 1, columns: [], series: [[1, 'metrics', 'multi', ['device_id', 'b']]], rows: [[1, String(10n * day + 1n), '1', [1], [3]]] };
  writeFileSync(join(folder, 'log', '000000000001.log'), frameEntry(Buffer.from(JSON.stringify(entry))));
  return folder;
}

it('brings a folder of the first format up to this one, with all that is in it', async () => {
  const folder = await firstFormat();
  const clock = { nowNs: noon };
  const { store, table } = await openTiered(folder, clock);
  expect(readFileSync(join(folder, 'format'), 'utf8')).toBe('2\n');
  const expected = [`a ${8n * day} 1`, `a ${10n * day} 2`, `b ${10n * day + 1n} 3`];
  expect(await readings(store, clock)).toEqual(expected);
  await store.moveTiers();
  expect(sealedDays(table)).toEqual([{ day: 8, rows: 1 }]);
  expect(await store.write(table, [reading(8n * day, 5, 2n), reading(10n * day, 9)])).toEqual([{ kind: 'accepted' }, expect.objectContaining({ kind: 'rejected' })]);
  expect(await readings(store, clock)).toEqual([`a ${8n * day} 5`, ...expected.slice(1)]);
  await store.close();
});

it('can be broken off and done again', async () => {
  const folder = await firstFormat();
  const clock = { nowNs: noon };
  await (await openTiered(folder, clock)).store.close();
  writeFileSync(join(folder, 'format'), '1\n');
  const { store } = await openTiered(folder, clock);
  expect(await readings(store, clock)).toHaveLength(3);
  await store.close();
});
