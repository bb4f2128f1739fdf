/** The JavaScript SDK on a local server, for what the guide's tests arrange and check beside its own code. */
import { QueryCommand, TimestreamQueryClient, type Datum, type QueryCommandOutput } from '@aws-sdk/client-timestream-query';
import {
  CreateDatabaseCommand, CreateTableCommand, DescribeTableCommand, TimestreamWriteClient, WriteRecordsCommand, type RetentionProperties, type _Record,
} from '@aws-sdk/client-timestream-write';

/** The table of the guide. */
export const table = { DatabaseName: 'IoTMetrics', TableName: 'SensorReadings' };

/** https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const mostRecordsPerRequest = 100;

const settings = (endpoint: string) => ({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

/** A list of values, NULL as null; a time series as its points. */
export type Row = readonly unknown[];

export async function createGuideTable(endpoint: string): Promise<void> {
  const client = new TimestreamWriteClient(settings(endpoint));
  await client.send(new CreateDatabaseCommand({ DatabaseName: table.DatabaseName }));
  await client.send(new CreateTableCommand(table));
}

export async function writeReadings(endpoint: string, records: readonly _Record[]): Promise<void> {
  const client = new TimestreamWriteClient(settings(endpoint));
  for (let start = 0; start < records.length; start += mostRecordsPerRequest) {
    await client.send(new WriteRecordsCommand({ ...table, Records: records.slice(start, start + mostRecordsPerRequest) }));
  }
}

export async function retention(endpoint: string): Promise<RetentionProperties | undefined> {
  const { Table } = await new TimestreamWriteClient(settings(endpoint)).send(new DescribeTableCommand(table));
  return Table?.RetentionProperties;
}

export async function firstPage(endpoint: string, QueryString: string): Promise<QueryCommandOutput> {
  return new TimestreamQueryClient(settings(endpoint)).send(new QueryCommand({ QueryString }));
}

/** The rows of an answer of one page. */
export async function rowsOf(endpoint: string, statement: string): Promise<Row[]> {
  const { Rows = [], NextToken } = await firstPage(endpoint, statement);
  expect(NextToken).toBeUndefined();
  return Rows.map(({ Data = [] }) => Data.map(value));
}

function value({ ScalarValue, TimeSeriesValue }: Datum): unknown {
  return TimeSeriesValue?.map(({ Time, Value }) => [Time, Value?.ScalarValue ?? null]) ?? ScalarValue ?? null;
}
