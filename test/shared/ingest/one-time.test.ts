/** Two readings of one device at one time, against the local Timestream: what docs/tables.md says becomes of each, in every kind of table. */
import { CreateDatabaseCommand, CreateTableCommand } from '@aws-sdk/client-timestream-write';
import { startTimestream } from '../../../local/timestream/server';
import { ingest } from '../../../shared/ingest/ingest';
import { fromIot } from '../../../shared/readings/from-iot';
import { parseValuePath } from '../../../shared/tables/value-path';
import { queryClient, writeClient } from '../../../shared/timestream/clients';
import { queryDeclaredColumns } from '../../../shared/timestream/query-declared-columns';
import { Sql, sql } from '../../../shared/timestream/sql';
import type { TableDefinition } from '../../../shared/tables/definition';
import { setAwsEnvironment } from '../aws-environment';
import { startMemoryBucket, type MemoryBucket } from '../dead-letters/memory-bucket';
import { base64, dimension, measure, serviceOf, source, table } from '../readings/definitions';

const receivedAt = Date.now();
const ts = Math.floor(receivedAt / 1000) - 60;
const database = 'Test';

const definition = (name: string, more: Partial<TableDefinition> = {}) => table(name, {
  sources: [source(`${name}/+`)], dimensions: [dimension('device_id', ['topic(2)'], true)],
  measures: [measure('temperature', 'DOUBLE'), measure('battery_pct', 'BIGINT')], ...more,
});
const series = definition('Series');
const versioned = definition('Versioned', { version: { from: [parseValuePath('$.rev')] } });
const events = definition('Events', { kind: 'event' });
const service = serviceOf(series, versioned, events);

let timestream: Awaited<ReturnType<typeof startTimestream>>;
let bucket: MemoryBucket;
beforeAll(async () => {
  timestream = await startTimestream({ data: ':memory:' });
  bucket = await startMemoryBucket();
  setAwsEnvironment({ write: timestream.endpoint, query: timestream.endpoint, s3: bucket.endpoint });
  await writeClient().send(new CreateDatabaseCommand({ DatabaseName: database }));
  for (const { name } of service.tables) await writeClient().send(new CreateTableCommand({ DatabaseName: database, TableName: name }));
});
afterAll(async () => {
  writeClient().destroy();
  queryClient().destroy();
  await timestream.close();
  await bucket.close();
});

/** @returns what became of each reading of the one message */
async function send({ name }: TableDefinition, device: string, content: object): Promise<string[]> {
  const event = { payload: base64(JSON.stringify(content)), topic: `${name}/${device}`, receivedAt };
  const { readings } = await ingest(writeClient(), [fromIot(service, event)], {
    functionName: 'ingest', requestId: 'r', now: Date.now, config: { database, deadLetterBucket: 'letters' }, signal: new AbortController().signal,
  });
  return readings.map(({ outcome }) => (outcome.kind === 'dead-lettered' ? outcome.reason : outcome.kind));
}

async function rows(definition: TableDefinition, device: string): Promise<(string | null)[][]> {
  const from = sql`${Sql.identifier(database)}.${Sql.identifier(definition.name)}`;
  const statement = sql`SELECT * FROM ${from} WHERE device_id = ${Sql.string(device)}`;
  const { rows: found } = await queryDeclaredColumns(queryClient(), { database, table: definition }, () => statement);
  const texts = found.map((row) => [row['temperature'], row['battery_pct']].map((value) => (value === null || value === undefined ? null : String(value))));
  return texts.sort();
}

describe('in a series table', () => {
  it('the same reading again changes nothing', async () => {
    expect(await send(series, 'same', { ts, temperature: 21 })).toEqual(['written']);
    expect(await send(series, 'same', { ts, temperature: 21 })).toEqual(['written']);
    expect(await rows(series, 'same')).toEqual([['21', null]]);
  });

  it('another value is a conflict, and what was written stands', async () => {
    expect(await send(series, 'value', { ts, temperature: 21 })).toEqual(['written']);
    expect(await send(series, 'value', { ts, temperature: 22 })).toEqual(['conflict']);
    expect(await send(series, 'value', [{ ts, temperature: 23 }])).toEqual(['conflict']);
    expect(await rows(series, 'value')).toEqual([['21', null]]);
  });

  it('other measures are a conflict too: they are other values of the same record, and none is added to it', async () => {
    expect(await send(series, 'measures', { ts, temperature: 21 })).toEqual(['written']);
    expect(await send(series, 'measures', { ts, battery_pct: 87 })).toEqual(['conflict']);
    expect(await rows(series, 'measures')).toEqual([['21', null]]);
  });

  it('elements of one array without a time have that of their receipt: all but one are conflicts', async () => {
    const outcomes = await send(series, 'array', [{ temperature: 1 }, { temperature: 2 }, { temperature: 1 }]);
    expect(outcomes).toEqual(['written', 'conflict', 'written']);
    expect(await rows(series, 'array')).toEqual([['1', null]]);
  });
});

it('in a table with versions the higher one stands, in whichever order they come', async () => {
  expect(await send(versioned, 'm', { ts, temperature: 21 })).toEqual(['written']);
  expect(await send(versioned, 'm', { ts, temperature: 22, rev: 3 })).toEqual(['written']);
  expect(await send(versioned, 'm', { ts, temperature: 23, rev: '2' })).toEqual(['superseded']);
  expect(await send(versioned, 'm', { ts, temperature: 24, rev: 3 })).toEqual(['conflict']);
  expect(await rows(versioned, 'm')).toEqual([['22', null]]);
});

it('in a table of events both are kept, and the same event is kept once', async () => {
  expect(await send(events, 'e', [{ ts, temperature: 1 }, { ts, temperature: 2 }, { ts, battery_pct: 3 }])).toEqual(['written', 'written', 'written']);
  expect(await send(events, 'e', [{ ts, temperature: 2 }, { ts, temperature: 1 }])).toEqual(['written', 'written']);
  expect(await rows(events, 'e')).toEqual([[null, '3'], ['1', null], ['2', null]]);
});
