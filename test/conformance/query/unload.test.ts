/** UNLOAD to CSV through the real SDKs of both services: files, names, manifest, metadata, and the one row it answers. */
import { CancelQueryCommand, PrepareQueryCommand, QueryCommand } from '@aws-sdk/client-timestream-query';
import { databaseName, localTest, nowMs, reading } from './query-service';
import { bucket, startUnloadService, textOf, type UnloadService } from './unload-service';

let service: UnloadService;
const table = `"${databaseName}"."SensorReadings"`;

beforeAll(async () => {
  service = await startUnloadService();
  await service.writeRecords([reading('sensor-1', 3, 20.5), reading('sensor-2', 2, -1e9), reading('a/b', 1, 3)]);
});
afterAll(() => service.close());

const minutesAgo = (minutes: number) => `${new Date(nowMs - minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')}.000000000`;
const threeRows = `sensor-1,${minutesAgo(3)},20.5\nsensor-2,${minutesAgo(2)},-1.0E9\na/b,${minutesAgo(1)},3.0\n`;
const select = `SELECT device_id, time, temperature FROM ${table} ORDER BY time`;

localTest('rows become lines of a packed CSV file unless options say otherwise', async () => {
  const unloaded = await service.unload(`UNLOAD (${select}) TO 's3://${bucket}/plain' WITH (format = 'CSV')`);
  expect(unloaded.rows).toBe(3);
  expect(textOf(unloaded)).toBe(threeRows);
  expect([...unloaded.files.keys()]).toEqual([expect.stringMatching(new RegExp(`^plain/results/${unloaded.queryId}_[0-9a-f-]{36}\\.gz$`))]);
});

localTest('it answers one row, whose columns are the number of rows and where to find the rest', async () => {
  const { answer, queryId, metadataUrl, manifestUrl } = await service.unload(`UNLOAD (${select}) TO 's3://${bucket}/reply/' WITH (format = 'CSV')`);
  expect(answer.ColumnInfo).toEqual([
    { Name: 'rows', Type: { ScalarType: 'BIGINT' } },
    { Name: 'metadataFile', Type: { ScalarType: 'VARCHAR' } },
    { Name: 'manifestFile', Type: { ScalarType: 'VARCHAR' } },
  ]);
  expect(answer.NextToken).toBeUndefined();
  expect(metadataUrl).toMatch(new RegExp(`^s3://${bucket}/reply/${queryId}_[0-9a-f-]{36}_metadata\\.json$`));
  expect(manifestUrl).toMatch(new RegExp(`^s3://${bucket}/reply/${queryId}_[0-9a-f-]{36}_manifest\\.json$`));
});

localTest('manifest and metadata tell the truth about the objects', async () => {
  const { manifest, metadata, files } = await service.unload(
    `UNLOAD (SELECT time, temperature, device_id FROM ${table}) TO 's3://${bucket}/truth' WITH (format = 'CSV', partitioned_by = ARRAY['device_id'])`);
  expect(manifest.result_files.map(({ url }) => url).sort()).toEqual([...files.keys()].map((key) => `s3://${bucket}/${key}`).sort());
  for (const { url, file_metadata } of manifest.result_files) {
    const bytes = files.get(url.replace(`s3://${bucket}/`, ''))!;
    expect(file_metadata).toEqual({ content_length_in_bytes: bytes.length, row_count: 1 });
  }
  expect(manifest.query_metadata).toEqual({
    content_length_in_bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
    total_row_count: 3, result_format: 'CSV', result_version: 'Amazon Timestream version 1.0.0',
  });
  expect(manifest.author).toEqual({ name: 'Amazon Timestream', manifest_file_version: '1.0' });
  expect(metadata).toEqual({
    ColumnInfo: [
      { Name: 'time', Type: { ScalarType: 'TIMESTAMP' } },
      { Name: 'temperature', Type: { ScalarType: 'DOUBLE' } },
      { Name: 'device_id', Type: { ScalarType: 'VARCHAR' } },
    ],
    Author: { Name: 'Amazon Timestream', MetadataFileVersion: '1.0' },
  });
});

localTest('options set the delimiter, the escape, the header and the packing', async () => {
  const unloaded = await service.unload(`UNLOAD (SELECT device_id, 'x|y''"z' AS "a|b", 5 FROM ${table} WHERE temperature = 3)
    TO 's3://${bucket}/options' WITH (format = 'csv', compression = 'none', field_delimiter = '|', escaped_by = '''', include_header = 'true')`);
  expect([...unloaded.files.keys()]).toEqual([expect.stringMatching(/\.csv$/)]);
  expect(textOf(unloaded)).toBe(`device_id|"a|b"|_col2\na/b|"x|y'''"z"|5\n`);
});

localTest('partitions are folders, with names as Hive writes them, and their columns leave the files', async () => {
  const { files } = await service.unload(`UNLOAD (SELECT temperature, region, IF(temperature > 0, device_id) AS device FROM ${table})
    TO 's3://${bucket}/parts' WITH (compression = 'NONE', include_header = 'true', partitioned_by = ARRAY['region', 'device'])`);
  const texts = [...files].map(([key, bytes]) => [key.slice(0, key.lastIndexOf('/')), bytes.toString()]).sort();
  expect(texts).toEqual([
    ['parts/results/region=us-east-1/device=__HIVE_DEFAULT_PARTITION__', 'temperature\n-1.0E9\n'],
    ['parts/results/region=us-east-1/device=a%2Fb', 'temperature\n3.0\n'],
    ['parts/results/region=us-east-1/device=sensor-1', 'temperature\n20.5\n'],
  ]);
});

localTest('a result without rows has no files, and a manifest that says so', async () => {
  const { rows, manifest, files } = await service.unload(
    `UNLOAD (SELECT * FROM ${table} WHERE temperature > 1e12) TO 's3://${bucket}/empty' WITH (include_header = 'true')`);
  expect(rows).toBe(0);
  expect(files.size).toBe(0);
  expect(manifest.result_files).toEqual([]);
  expect(manifest.query_metadata).toMatchObject({ content_length_in_bytes: 0, total_row_count: 0 });
});

localTest('insights tell of partitions, rows and bytes', async () => {
  const { answer, manifest } = await service.unload(
    `UNLOAD (SELECT temperature, device_id FROM ${table}) TO 's3://${bucket}/insights' WITH (partitioned_by = ARRAY['device_id'])`,
    { QueryInsights: { Mode: 'ENABLED_WITH_RATE_CONTROL' } });
  expect(answer.QueryInsightsResponse).toMatchObject({
    QueryTableCount: 1, OutputRows: 1, UnloadPartitionCount: 3, UnloadWrittenRows: 3,
    UnloadWrittenBytes: manifest.query_metadata.content_length_in_bytes,
  });
  expect(answer.QueryStatus).toMatchObject({ ProgressPercentage: 100, CumulativeBytesMetered: 10_000_000 });
});

localTest('in time that a call does not have, a page without rows comes first', async () => {
  service.local.control.change({ emptyFirstPage: true });
  const QueryString = `UNLOAD (${select}) TO 's3://${bucket}/pages' WITH (format = 'CSV')`;
  const first = await service.query.send(new QueryCommand({ QueryString }));
  service.local.control.reset();
  expect(first).toMatchObject({ Rows: [], ColumnInfo: [{ Name: 'rows' }, { Name: 'metadataFile' }, { Name: 'manifestFile' }] });
  const { Rows, NextToken } = await service.query.send(new QueryCommand({ QueryString, NextToken: first.NextToken }));
  expect(Rows).toMatchObject([{ Data: [{ ScalarValue: '3' }, {}, {}] }]);
  expect(NextToken).toBeUndefined();
});

localTest('CancelQuery stops it; no manifest is left', async () => {
  service.local.control.change({ emptyFirstPage: true });
  const QueryString = `UNLOAD (SELECT a.n, b.n, c.n FROM UNNEST(sequence(1, 9999)) AS a(n), UNNEST(sequence(1, 9999)) AS b(n), UNNEST(sequence(1, 9999)) AS c(n))
    TO 's3://${bucket}/cancelled' WITH (format = 'CSV')`;
  const { QueryId, NextToken } = await service.query.send(new QueryCommand({ QueryString }));
  service.local.control.reset();
  await service.query.send(new CancelQueryCommand({ QueryId }));
  await expect(service.query.send(new QueryCommand({ QueryString, NextToken })))
    .rejects.toMatchObject({ name: 'ConflictException', message: 'Unable to poll results for a cancelled query.' });
  expect([...(await service.objects('cancelled')).keys()].filter((key) => key.endsWith('.json'))).toEqual([]);
});

describe('PrepareQuery', () => {
  const prepare = (QueryString: string) => service.query.send(new PrepareQueryCommand({ QueryString, ValidateOnly: true }));

  localTest('tells the columns of the answer and the parameters of the query', async () => {
    const { Columns, Parameters } = await prepare(`UNLOAD (SELECT device_id FROM ${table} WHERE temperature > @least) TO 's3://${bucket}/p' WITH (format = 'CSV')`);
    expect(Columns).toEqual([
      { Name: 'rows', Type: { ScalarType: 'BIGINT' }, Aliased: false },
      { Name: 'metadataFile', Type: { ScalarType: 'VARCHAR' }, Aliased: false },
      { Name: 'manifestFile', Type: { ScalarType: 'VARCHAR' }, Aliased: false },
    ]);
    expect(Parameters).toEqual([{ Name: 'least', Type: { ScalarType: 'DOUBLE' } }]);
  });

  localTest('refuses what Query refuses', async () => {
    await expect(prepare(`UNLOAD (SELECT device_id FROM ${table}) TO 's3://${bucket}/p' WITH (format = 'ORC')`))
      .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/^line 1:\d+: The option format is 'CSV' or 'PARQUET', not 'ORC'$/) });
  });
});

describe('what is refused when it runs', () => {
  const refusal = (statement: string) => expect(service.query.send(new QueryCommand({ QueryString: statement }))).rejects;
  const numbers = (count: number) => `SELECT 'x', n FROM (VALUES 1) CROSS JOIN UNNEST(sequence(1, ${count})) AS t(n)`;

  localTest('a bucket that does not exist, by name', async () => {
    await refusal(`UNLOAD (${select}) TO 's3://no-such-bucket/a' WITH (format = 'CSV')`)
      .toMatchObject({ name: 'ValidationException', message: "The bucket 'no-such-bucket' of UNLOAD does not exist" });
  });

  localTest.each(['CSV', 'PARQUET'])('a hundred and one partitions, of a hundred none, in %s', async (format) => {
    const options = `WITH (format = '${format}', partitioned_by = ARRAY['n'])`;
    const { files } = await service.unload(`UNLOAD (${numbers(100)}) TO 's3://${bucket}/hundred-${format}' ${options}`);
    expect(files.size).toBe(100);
    await refusal(`UNLOAD (${numbers(101)}) TO 's3://${bucket}/too-many-${format}' ${options}`)
      .toMatchObject({ name: 'QueryExecutionException', message: 'UNLOAD writes at most 100 partitions, and the result has more' });
    expect([...(await service.objects(`too-many-${format}`)).keys()]).toEqual([]);
  });

  localTest('values that partition and are not ASCII', async () => {
    await refusal(`UNLOAD (SELECT 1, 'Zürich' AS city) TO 's3://${bucket}/words' WITH (partitioned_by = ARRAY['city'])`)
      .toMatchObject({ name: 'QueryExecutionException', message: "UNLOAD can partition by ASCII characters only, which 'Zürich' is not made of" });
  });

  localTest('what fails in the middle, as any query does; no manifest is left', async () => {
    await refusal(`UNLOAD (SELECT 1 / (temperature - 3) FROM (SELECT CAST(temperature AS bigint) AS temperature FROM ${table})) TO 's3://${bucket}/failed' WITH (format = 'CSV')`)
      .toMatchObject({ name: 'QueryExecutionException', message: 'Division by zero' });
    expect([...(await service.objects('failed')).keys()]).toEqual([]);
  });
});
