/** What UNLOAD exports, batch load takes in: a second table then answers like the first. */
import type { _Record } from '@aws-sdk/client-timestream-write';
import { CreateBatchLoadTaskCommand } from '@aws-sdk/client-timestream-write';
import { removeTemporaryFolders } from '../../local/timestream/temporary-folder';
import { longRetention, requestFor, sourceBucket, startBatchLoadService, whenEnded, type BatchLoadService } from './batch-load-service';
import { createTable, write } from './write-service';

const nowMs = Date.UTC(2026, 0, 1);
const texts = ['plain', 'a,b', '"', '\\', '\\"', 'two\nlines', 'CR\r\nLF', ' spaces ', "it's", 'é😀', 'NULL', '\\N', '\t', ',', '""', '\n'];

let service: BatchLoadService;
beforeAll(async () => { service = await startBatchLoadService({ nowNs: () => BigInt(nowMs) * 1_000_000n }); });
afterAll(async () => {
  await service.close();
  removeTemporaryFolders();
});

const records = texts.map((text, at): _Record => ({
  Dimensions: [{ Name: 'device_id', Value: text }, ...(at % 2 === 0 ? [{ Name: 'site', Value: `site ${text}` }] : [])],
  MeasureName: at % 3 === 0 ? 'metrics' : 'other', MeasureValueType: 'MULTI', Time: String(BigInt(nowMs) * 1_000_000n - BigInt(at)), TimeUnit: 'NANOSECONDS',
  MeasureValues: [
    { Name: 'text', Value: text, Type: 'VARCHAR' },
    ...(at % 2 === 0 ? [{ Name: 'number', Value: String(1e7 / (at + 1)), Type: 'DOUBLE' as const }] : []),
    { Name: 'whole', Value: String(2n ** 63n - 1n - BigInt(at)), Type: 'BIGINT' },
    { Name: 'flag', Value: String(at % 2 === 0), Type: 'BOOLEAN' },
    ...(at % 4 === 0 ? [{ Name: 'since', Value: String(at), Type: 'TIMESTAMP' as const }] : []),
  ],
}));

describe('an export', () => {
  it.each([['"', '\\', ','], ['"', '"', ','], ['"', '\\', '|']])('with the quote %s, the escape %s and the separator %s becomes a table that answers the same', async (QuoteChar, EscapeChar, ColumnSeparator) => {
    const id = `${EscapeChar.charCodeAt(0)}x${ColumnSeparator.charCodeAt(0)}`;
    for (const table of [`From${id}`, `To${id}`]) await createTable(service.client, table, longRetention);
    await write(service.client, `From${id}`, records);
    const unloaded = await service.rows(`UNLOAD (SELECT to_nanoseconds(time) AS time_ns, device_id, site, measure_name, text, number, whole, flag, to_nanoseconds(since) AS since_ns FROM IoTMetrics.From${id})
      TO 's3://${sourceBucket}/export${id}' WITH (format = 'CSV', compression = 'NONE', include_header = 'true', escaped_by = '${EscapeChar}', field_delimiter = '${ColumnSeparator}')`);
    expect(unloaded[0]?.[0]).toBe(String(texts.length));
    const { TaskId } = await service.client.send(new CreateBatchLoadTaskCommand({
      ...requestFor(`To${id}`, {
        TimeColumn: 'time_ns', TimeUnit: 'NANOSECONDS', MeasureNameColumn: 'measure_name',
        DimensionMappings: [{ SourceColumn: 'device_id' }, { SourceColumn: 'site' }],
        MultiMeasureMappings: { MultiMeasureAttributeMappings: [
          { SourceColumn: 'text', MeasureValueType: 'VARCHAR' }, { SourceColumn: 'number', MeasureValueType: 'DOUBLE' }, { SourceColumn: 'whole', MeasureValueType: 'BIGINT' },
          { SourceColumn: 'flag', MeasureValueType: 'BOOLEAN' }, { SourceColumn: 'since_ns', TargetMultiMeasureAttributeName: 'since', MeasureValueType: 'TIMESTAMP' },
        ] },
      }),
      DataSourceConfiguration: {
        DataFormat: 'CSV', CsvConfiguration: { QuoteChar, EscapeChar, ColumnSeparator },
        DataSourceS3Configuration: { BucketName: sourceBucket, ObjectKeyPrefix: `export${id}/results/` },
      },
    }));
    expect(await whenEnded(service.client, TaskId)).toMatchObject({ TaskStatus: 'SUCCEEDED', ProgressReport: { RecordsIngested: texts.length } });
    const answers = (table: string) => service.rows(`SELECT device_id, site, measure_name, time, text, number, whole, flag, since FROM IoTMetrics.${table}${id} ORDER BY time`);
    const loaded = await answers('To');
    expect(loaded).toEqual(await answers('From'));
    expect(loaded.map(([device]) => device)).toEqual([...texts].reverse());
  });
});
