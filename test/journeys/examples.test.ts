/** The fleets of examples/: each one's messages, published to a stack with its tables, end as it says they do, and nothing else is stored. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { connectAsync } from 'mqtt';
import { type RunningStack, eventually, root, startStackProcess } from './running-stack';

interface Message {
  readonly topic: string;
  readonly payload: unknown;
}

interface Expected {
  /** How many readings the messages hold, repeated ones too. */
  readonly readings: number;
  /** By query. */
  readonly rows: Readonly<Record<string, readonly (readonly (string | null)[])[]>>;
  /** By reason. */
  readonly deadLetters: Readonly<Record<string, number>>;
}

interface Tables {
  readonly service: string;
  readonly database: string;
}

jest.setTimeout(180_000);

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const examples = join(root, 'examples');
const fleets = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** The files of examples/ have the shapes above. */
const read = <T>(fleet: string, file: string): T => JSON.parse(readFileSync(join(examples, fleet, file), 'utf8')) as T;

it.each(fleets)('the messages of %s are stored, and refused, as it says', async (fleet) => {
  const folder = mkdtempSync(join(tmpdir(), `tidegauge-${fleet}-`));
  const stack = await startStackProcess(['--no-simulate', '--data', folder, '--tables', join(examples, fleet, 'tables.json')]);
  try {
    const tables = read<Tables>(fleet, 'tables.json');
    const expected = read<Expected>(fleet, 'expected.json');
    await publishInOrder(stack, tables, read<Message[]>(fleet, 'messages.json'), expected.readings);
    for (const [sql, rows] of Object.entries(expected.rows)) {
      expect(await rowsOf(stack, sql)).toEqual(rows);
    }
    // A conflict in the magnetic store is reported later.
    const wanted = Object.values(expected.deadLetters).reduce((sum, count) => sum + count, 0);
    const letters = await eventually(async () => {
      const counts = await deadLetterCounts(stack, `${tables.service}-local-dead-letters`);
      return Object.values(counts).reduce((sum, count) => sum + count, 0) >= wanted ? counts : undefined;
    });
    expect(letters).toEqual(expected.deadLetters);
  } finally {
    await stack.stop('SIGTERM');
    rmSync(folder, { recursive: true });
  }
});

/** Each message when the one before is settled, because some are about what came before; a stream keeps the order of a topic itself. */
async function publishInOrder(stack: RunningStack, tables: Tables, messages: readonly Message[], readings: number): Promise<void> {
  const client = await connectAsync(stack.mqtt, { reconnectPeriod: 0 });
  const { database } = tables;
  const isDirect = !JSON.stringify(tables).includes('"via":"stream"');
  for (const { topic, payload } of messages) {
    const before = await settledReadings(stack, database);
    await client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
    if (isDirect) await eventually(async () => (await settledReadings(stack, database) > before ? true : undefined));
  }
  await client.endAsync();
  await eventually(async () => (await settledReadings(stack, database) >= readings ? true : undefined));
}

/** What the ingest functions have counted as written, superseded or dead-lettered. */
async function settledReadings(stack: RunningStack, database: string): Promise<number> {
  const [row] = await rowsOf(stack, `SELECT sum(written + superseded + dead_lettered) FROM "${database}"."Kpis" WHERE function LIKE 'ingest-%'`).catch(() => []);
  return Number(row?.[0] ?? 0);
}

async function rowsOf(stack: RunningStack, QueryString: string): Promise<(string | null)[][]> {
  const client = new TimestreamQueryClient({ ...access, endpoint: stack.timestream });
  const { Rows } = await client.send(new QueryCommand({ QueryString }));
  client.destroy();
  return (Rows ?? []).map(({ Data }) => (Data ?? []).map(({ ScalarValue }) => ScalarValue ?? null));
}

async function deadLetterCounts(stack: RunningStack, Bucket: string): Promise<Record<string, number>> {
  const client = new S3Client({ ...access, endpoint: stack.s3, forcePathStyle: true });
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
  client.destroy();
  const counts: Record<string, number> = {};
  for (const { Key = '' } of Contents ?? []) {
    // Timestream's own reports stay beside the letters that are made of them.
    const [, reason] = /^reason=([^/]+)\//.exec(Key) ?? [];
    if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + 1;
    else if (!Key.startsWith('magnetic-rejects/')) counts[Key] = 1;
  }
  return counts;
}
