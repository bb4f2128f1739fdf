/** UNLOAD to Parquet through the real SDKs of both services, from memory and from a folder; DuckDB reads the files back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { temporaryFolder } from '../../local/timestream/temporary-folder';
import { databaseName, localTest, nowMs, reading } from './query-service';
import { bucket, startUnloadService, type UnloadService } from './unload-service';

const table = `"${databaseName}"."SensorReadings"`;

describe.each([['in memory', () => ':memory:'], ['in a folder', temporaryFolder]])('of a store %s', (_where, folder) => {
  let service: UnloadService;
  beforeAll(async () => {
    service = await startUnloadService({ data: folder() });
    await service.writeRecords([reading('sensor-1', 3, 20.5), reading('sensor-2', 2, -7), reading('sensor-3', 1, 3)]);
  });
  afterAll(() => service.close());

  localTest('rows of a table come back with their types, and the manifest counts them', async () => {
    const { files, manifest, rows } = await service.unload(`UNLOAD (SELECT device_id, time, temperature, battery_pct FROM ${table} ORDER BY time)
      TO 's3://${bucket}/rows' WITH (format = 'PARQUET')`);
    expect(await readBack([...files.values()])).toEqual({
      columns: ['device_id VARCHAR', 'time TIMESTAMP_NS', 'temperature DOUBLE', 'battery_pct BIGINT'],
      rows: [['sensor-1', timeOf(3), 20.5, '87'], ['sensor-2', timeOf(2), -7, '87'], ['sensor-3', timeOf(1), 3, '87']],
    });
    expect(rows).toBe(3);
    expect(manifest.query_metadata).toMatchObject({ total_row_count: 3, result_format: 'PARQUET' });
    expect(manifest.result_files).toEqual([{
      url: expect.stringMatching(/\/rows\/results\/AED[A-Z2-7]{60}_[0-9a-f-]{36}\.parquet$/),
      file_metadata: { content_length_in_bytes: [...files.values()][0]?.length, row_count: 3 },
    }]);
  });

  localTest('a file of each partition lacks the column of the partition', async () => {
    const { files } = await service.unload(`UNLOAD (SELECT temperature, device_id FROM ${table} WHERE temperature > 0)
      TO 's3://${bucket}/parts' WITH (format = 'PARQUET', compression = 'NONE', partitioned_by = ARRAY['device_id'])`);
    const found = await Promise.all([...files].sort().map(async ([key, bytes]) => [key.split('/')[2], await readBack([bytes])]));
    expect(found).toEqual([
      ['device_id=sensor-1', { columns: ['temperature DOUBLE'], rows: [[20.5]] }],
      ['device_id=sensor-3', { columns: ['temperature DOUBLE'], rows: [[3]] }],
    ]);
  });

  localTest('the store goes on', async () => {
    expect(await service.rows(`SELECT count(*) FROM ${table}`)).toEqual([['3']]);
  });
});

const timeOf = (minutesAgo: number) => new Date(nowMs - minutesAgo * 60_000).toISOString().slice(0, 19).replace('T', ' ');

async function readBack(files: readonly Buffer[]) {
  const folder = temporaryFolder();
  const paths = files.map((bytes, index) => {
    const path = join(folder, `${index}.parquet`);
    writeFileSync(path, bytes);
    return `'${path}'`;
  });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet([${paths.join(', ')}])`);
  const names = reader.columnNames();
  const found = { columns: reader.columnTypes().map((type, index) => `${names[index]} ${type}`), rows: reader.getRowsJson() };
  connection.closeSync();
  instance.closeSync();
  return found;
}
