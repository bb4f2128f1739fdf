/** What tools and applications send, over HTTP on rows that the official SDK wrote: the cases of test/fixtures/sql/tools, but for their order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import { startTimestream, type RunningTimestream } from '../../../local/timestream/server';
import type { FixtureTables } from '../../local/timestream/sql/fixture-store';
import { shortAnswer, type ShortAnswer, type WireAnswer } from '../../local/timestream/sql/run-fixture-query';
import { fixtureRecords } from './fixture-records';
import { localTest } from './query-service';

const folder = join(__dirname, '../../fixtures/sql');
const nowNs = BigInt(Date.UTC(2026, 10, 22, 12)) * 1_000_000n;
/** The oldest rows are three years old. */
const magneticStoreRetentionDays = 3650;

interface ToolCase extends ShortAnswer {
  readonly query: string | readonly string[];
}

let server: RunningTimestream;
let query: TimestreamQueryClient;

async function writeTables(write: TimestreamWriteClient, tables: FixtureTables): Promise<void> {
  const names = Object.keys(tables).map((name) => name.split('.'));
  for (const DatabaseName of new Set(names.map(([database = '']) => database))) await write.send(new CreateDatabaseCommand({ DatabaseName }));
  for (const [name, table] of Object.entries(tables)) {
    const [DatabaseName, TableName] = name.split('.');
    await write.send(new CreateTableCommand({
      DatabaseName, TableName,
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: magneticStoreRetentionDays },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    }));
    const Records = fixtureRecords(table);
    if (Records.length > 0) await write.send(new WriteRecordsCommand({ DatabaseName, TableName, Records }));
  }
}

beforeAll(async () => {
  server = await startTimestream({ data: ':memory:', nowNs: () => nowNs });
  const settings = { endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'AKIDONE', secretAccessKey: 'secret' }, maxAttempts: 1 };
  query = new TimestreamQueryClient(settings);
  const write = new TimestreamWriteClient(settings);
  await writeTables(write, JSON.parse(readFileSync(join(folder, 'tables/devops.json'), 'utf8')) as FixtureTables);
  write.destroy();
});
afterAll(async () => {
  query.destroy();
  await server.close();
});

async function ask(QueryString: string): Promise<ShortAnswer> {
  try {
    // The SDK leaves columns and rows as they came over the wire.
    return shortAnswer(await query.send(new QueryCommand({ QueryString })) as unknown as WireAnswer);
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** Not every statement asks for an order; those that do are tested in it where the cases are. */
const inAnyOrder = ({ rows, ...answer }: ShortAnswer) => ({ ...answer, ...(rows && { rows: rows.map((row) => JSON.stringify(row)).sort() }) });

describe.each(readdirSync(join(folder, 'tools')))('%s', (file) => {
  const { cases } = JSON.parse(readFileSync(join(folder, 'tools', file), 'utf8')) as { cases: ToolCase[] };

  localTest.each(cases.map((each) => [[each.query].flat().join('\n'), each] as const))('%s', async (text, { query: _query, ...expected }) => {
    expect(inAnyOrder(await ask(text))).toEqual(inAnyOrder(expected));
  });
});
