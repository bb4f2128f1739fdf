/**
 * What the cases beside talk to, with both official clients: a local server in memory, or the service itself with
 * TIMESTREAM_CONFORMANCE=aws. Then region and credentials come from the usual chain, everything is made in a database of its
 * own, whose name begins with TIMESTREAM_CONFORMANCE_PREFIX, and deleted at the end. It costs a few cents.
 */
import { randomBytes } from 'node:crypto';
import { TimestreamQueryClient, QueryCommand, type Datum, type QueryCommandInput } from '@aws-sdk/client-timestream-query';
import {
  CreateDatabaseCommand, CreateTableCommand, DeleteDatabaseCommand, DeleteTableCommand, paginateListTables, TimestreamWriteClient, WriteRecordsCommand, type _Record,
} from '@aws-sdk/client-timestream-write';
import { startTimestream, type RunningTimestream, type TimestreamOptions } from '../../../local/timestream/server';

const isRemote = process.env.TIMESTREAM_CONFORMANCE === 'aws';

/** Cases about the control endpoint, a second caller, or texts and numbers that are the local server's own. Jest lists them as skipped elsewhere. */
export const localTest: jest.It = isRemote ? test.skip : test;

export const databaseName = isRemote
  ? `${process.env.TIMESTREAM_CONFORMANCE_PREFIX ?? 'tidegauge-conformance'}-${randomBytes(4).toString('hex')}`
  : 'IoTMetrics';

/** The local server's clock stands still at this time. */
export const nowMs = isRemote ? Date.now() : Date.UTC(2026, 10, 22, 12, 0, 0);

/** The service makes what was written visible in its own time. */
if (isRemote) jest.setTimeout(300_000);

export interface QueryService {
  readonly write: TimestreamWriteClient;
  readonly query: TimestreamQueryClient;
  /** A second caller, of the local server. */
  readonly otherQuery: TimestreamQueryClient;
  /** Throws where there is none. */
  readonly local: RunningTimestream;
  /** Resolves when queries see the records. */
  writeRecords(records: _Record[], table?: string): Promise<void>;
  /** Scalars as text, NULL as null. */
  rows(text: string): Promise<(string | null)[][]>;
  advance(ms: number): void;
  close(): Promise<void>;
}

export function scalarText(datum: Datum): string | null {
  return datum.NullValue ? null : datum.ScalarValue ?? 'not a scalar';
}

export async function startQueryService(options: Partial<TimestreamOptions> = {}): Promise<QueryService> {
  const server = isRemote ? undefined : await startTimestream({ data: ':memory:', nowNs: () => BigInt(nowMs) * 1_000_000n, ...options });
  const settings = (accessKeyId: string) => (server === undefined ? {} : {
    endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'secret' }, maxAttempts: 1,
  });
  const write = new TimestreamWriteClient(settings('AKIDONE'));
  const query = new TimestreamQueryClient(settings('AKIDONE'));
  const otherQuery = new TimestreamQueryClient(settings('AKIDTWO'));
  await write.send(new CreateDatabaseCommand({ DatabaseName: databaseName }));
  await write.send(new CreateTableCommand({ DatabaseName: databaseName, TableName: 'SensorReadings' }));
  const rows = (text: string) => allRows(query, text);
  const written = new Map<string, number>();
  return {
    write, query, otherQuery, rows,
    get local() {
      if (server === undefined) throw new Error('this case needs the local server');
      return server;
    },
    writeRecords: async (Records, TableName = 'SensorReadings') => {
      for (let first = 0; first < Records.length; first += 100) {
        await write.send(new WriteRecordsCommand({ DatabaseName: databaseName, TableName, Records: Records.slice(first, first + 100) }));
      }
      written.set(TableName, (written.get(TableName) ?? 0) + Records.length);
      while (isRemote && Number((await rows(`SELECT count(*) FROM "${databaseName}"."${TableName}"`))[0]?.[0]) < (written.get(TableName) ?? 0)) { /* not visible yet */ }
    },
    advance: (advanceMs) => server?.control.change({ clock: { advanceMs } }),
    close: async () => {
      if (isRemote) await deleteDatabase(write);
      for (const client of [write, query, otherQuery]) client.destroy();
      await server?.close();
    },
  };
}

async function allRows(query: TimestreamQueryClient, QueryString: string): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  let input: QueryCommandInput = { QueryString };
  for (;;) {
    const page = await query.send(new QueryCommand(input));
    rows.push(...(page.Rows ?? []).map((row) => (row.Data ?? []).map(scalarText)));
    if (page.NextToken === undefined) return rows;
    input = { QueryString, NextToken: page.NextToken };
  }
}

async function deleteDatabase(client: TimestreamWriteClient): Promise<void> {
  for await (const { Tables = [] } of paginateListTables({ client }, { DatabaseName: databaseName })) {
    for (const { TableName } of Tables) await client.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName }));
  }
  await client.send(new DeleteDatabaseCommand({ DatabaseName: databaseName }));
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
