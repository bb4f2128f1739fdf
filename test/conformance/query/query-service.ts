/** A server in memory with both official clients, and the guide's table in it. */
import { TimestreamQueryClient, QueryCommand, type Datum, type QueryCommandInput } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient, WriteRecordsCommand, type _Record } from '@aws-sdk/client-timestream-write';
import { startTimestream } from '../../../local/timestream/server';

/** The server's clock stands still at this time. */
export const nowMs = Date.UTC(2026, 10, 22, 12, 0, 0);

export interface QueryService {
  readonly write: TimestreamWriteClient;
  readonly query: TimestreamQueryClient;
  /** A second caller. */
  readonly otherQuery: TimestreamQueryClient;
  writeRecords(records: _Record[], table?: string): Promise<void>;
  /** Scalars as text, NULL as null. */
  rows(text: string): Promise<(string | null)[][]>;
  advance(ms: number): void;
  close(): Promise<void>;
}

export function scalarText(datum: Datum): string | null {
  return datum.NullValue ? null : datum.ScalarValue ?? 'not a scalar';
}

export async function startQueryService(): Promise<QueryService> {
  let advancedMs = 0;
  const server = await startTimestream({ data: ':memory:', nowNs: () => BigInt(nowMs + advancedMs) * 1_000_000n });
  const settings = (accessKeyId: string) => ({
    endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'secret' }, maxAttempts: 1,
  });
  const write = new TimestreamWriteClient(settings('AKIDONE'));
  const query = new TimestreamQueryClient(settings('AKIDONE'));
  const otherQuery = new TimestreamQueryClient(settings('AKIDTWO'));
  await write.send(new CreateDatabaseCommand({ DatabaseName: 'IoTMetrics' }));
  await write.send(new CreateTableCommand({ DatabaseName: 'IoTMetrics', TableName: 'SensorReadings' }));
  return {
    write, query, otherQuery,
    writeRecords: async (Records, TableName = 'SensorReadings') => {
      for (let first = 0; first < Records.length; first += 100) {
        await write.send(new WriteRecordsCommand({ DatabaseName: 'IoTMetrics', TableName, Records: Records.slice(first, first + 100) }));
      }
    },
    rows: async (QueryString) => {
      const rows: (string | null)[][] = [];
      let input: QueryCommandInput = { QueryString };
      for (;;) {
        const page = await query.send(new QueryCommand(input));
        rows.push(...(page.Rows ?? []).map((row) => (row.Data ?? []).map(scalarText)));
        if (page.NextToken === undefined) return rows;
        input = { QueryString, NextToken: page.NextToken };
      }
    },
    advance: (ms) => { advancedMs += ms; },
    close: async () => {
      for (const client of [write, query, otherQuery]) client.destroy();
      await server.close();
    },
  };
}

const dimensions = (device: string) => [
  { Name: 'device_id', Value: device }, { Name: 'location', Value: 'warehouse-a' }, { Name: 'region', Value: 'us-east-1' },
];

/** One reading of the guide's multi-measure kind, under the measure name its queries ask for. */
export function reading(device: string, minutesAgo: number, temperature: number): _Record {
  return {
    Dimensions: dimensions(device),
    MeasureName: 'temperature',
    MeasureValueType: 'MULTI',
    MeasureValues: [
      { Name: 'temperature', Value: String(temperature), Type: 'DOUBLE' },
      { Name: 'battery_pct', Value: '87', Type: 'BIGINT' },
    ],
    Time: String(nowMs - minutesAgo * 60_000),
  };
}

/** The same as a single-measure record. */
export function singleReading(device: string, minutesAgo: number, temperature: number): _Record {
  return {
    Dimensions: dimensions(device), MeasureName: 'temperature_single', MeasureValueType: 'DOUBLE', MeasureValue: String(temperature),
    Time: String(nowMs - minutesAgo * 60_000),
  };
}
