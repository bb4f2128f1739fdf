/** The function, whole: the local Timestream server behind the real client, a bucket in memory. */
import { gzipSync } from 'node:zlib';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-timestream-write';
import type * as ingestHttp from '../../functions/ingest-http';
import { queryClient, writeClient } from '../../shared/timestream/clients';
import { runQuery } from '../../shared/timestream/query';
import { Sql, sql } from '../../shared/timestream/sql';
import { startMemoryBucket, type MemoryBucket } from '../shared/dead-letters/memory-bucket';
import { httpEvent, type EventChanges } from './http-event';
import { lambdaContext } from './lambda-context';
import { startTimestreamUnderTest } from './timestream-under-test';

let timestream: Awaited<ReturnType<typeof startTimestreamUnderTest>>;
let bucket: MemoryBucket;
let handler: typeof ingestHttp.handler;

beforeAll(async () => {
  timestream = await startTimestreamUnderTest();
  bucket = await startMemoryBucket();
  process.env['AWS_ENDPOINT_URL_S3'] = bucket.endpoint;
  ({ handler } = await import('../../functions/ingest-http'));
});
beforeEach(() => { bucket.objects.clear(); });
afterAll(async () => {
  await timestream.close();
  await bucket.close();
});

interface Sent extends EventChanges {
  readonly type?: string;
  readonly gzip?: true;
}

interface Answer {
  readonly written: number;
  readonly receivedAt: number;
  readonly readings: readonly { readonly index: number; readonly outcome: string; readonly deadLetter?: string }[];
  readonly errors?: unknown;
}

async function post(content: string | object, { type = 'application/json', gzip, ...changes }: Sent = {}) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const body = gzip ? { body: gzipSync(text).toString('base64'), isBase64Encoded: true } : { body: text };
  const headers = { 'content-type': type, ...(gzip ? { 'content-encoding': 'gzip' } : {}) };
  const answer = await handler({ ...httpEvent('ingest-http', { query: '', ...changes }), headers, ...body }, lambdaContext());
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) as Answer }; // one of the two bodies of this route
}

const now = () => new Date().toISOString();
const letters = () => [...bucket.objects.values()].map((text) => JSON.parse(text) as Record<string, unknown>);

/** How many rows a device has, and the sum of its temperatures. */
async function rowsOf(device: string): Promise<number[]> {
  const { rows } = await runQuery(queryClient(), sql`SELECT count(*) AS "rows", sum(temperature) AS "sum" FROM "IoTMetrics"."SensorReadings" WHERE device_id = ${Sql.string(device)}`);
  return rows.flatMap(({ rows: count, sum }) => [Number(count), Number(sum)]);
}

async function settledByKpis(): Promise<number> {
  const { rows } = await runQuery(queryClient(), sql`SELECT sum(written) + sum(dead_lettered) AS "settled" FROM "IoTMetrics"."Kpis" WHERE function = 'ingest-http'`);
  return Number(rows[0]?.settled);
}

test('JSON is written, and every reading answered for', async () => {
  const { status, body } = await post([{ device_id: 'json', temperature: 1, ts: now() }, { device_id: 'json', temperature: 'warm' }]);
  expect(status).toBe(200);
  expect(body).toEqual({
    table: 'SensorReadings',
    written: 1, superseded: 0, deadLettered: 1, retried: 0, meteredKib: 1,
    readings: [
      { index: 0, outcome: 'written' },
      { index: 1, outcome: 'dead-lettered', reason: 'bad-measure', detail: 'temperature: "warm" is not a DOUBLE', deadLetter: expect.stringMatching(/^reason=bad-measure\//) },
    ],
  });
  expect(await rowsOf('json')).toEqual([1, 1]);
  expect(letters()).toMatchObject([{ source: 'http', table: 'SensorReadings', reason: 'bad-measure', payload: Buffer.from('{"device_id":"json","temperature":"warm"}').toString('base64') }]);
});

test('NDJSON is written line by line, packed or not', async () => {
  const lines = [1, 2, 3].map((temperature) => JSON.stringify({ device_id: 'ndjson', temperature, ts: Date.now() - temperature }));
  expect(await post(lines.join('\n'), { type: 'application/x-ndjson', gzip: true })).toMatchObject({ status: 200, body: { written: 3, deadLettered: 0 } });
  expect(await rowsOf('ndjson')).toEqual([3, 6]);
});

test('line protocol is written with its own times', async () => {
  const at = Date.now();
  const lines = [`sensor,device_id=line temperature=1 ${at}`, `sensor,device_id=line temperature=2,battery_pct=7i ${at - 1}`, 'sensor,device_id=line'].join('\n');
  const { status, body } = await post(lines, { type: 'text/plain; charset=utf-8', query: 'precision=ms&outcomes=not-written' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ written: 2, deadLettered: 1, readings: [{ index: 2, outcome: 'dead-lettered', reason: 'unreadable', detail: 'line protocol, column 22: a space is expected, and fields behind it' }] });
  expect(await rowsOf('line')).toEqual([2, 3]);
  expect(letters()).toMatchObject([{ precision: 'ms', table: 'SensorReadings' }]);
});

test('the same body again is no second reading and no second letter', async () => {
  const body = [{ device_id: 'again', temperature: 1, ts: now() }, { device_id: 'again' }];
  const first = await post(body);
  const second = await post(body);
  expect(second.body).toEqual(first.body);
  expect(await rowsOf('again')).toEqual([1, 1]);
  expect(bucket.objects.size).toBe(1);
});

describe('while the table is not there', () => {
  const table = { DatabaseName: 'IoTMetrics', TableName: 'SensorReadings' };
  beforeAll(() => writeClient().send(new DeleteTableCommand(table)));
  afterAll(() => writeClient().send(new CreateTableCommand(table)));

  test('the client is told to send the body again, and when', async () => {
    const sentAt = Date.now();
    const { status, headers, body } = await post([{ device_id: 'later', temperature: 1 }, { device_id: 'later' }]);
    expect(status).toBe(503);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '5' });
    expect(body).toMatchObject({ type: 'urn:tidegauge:problem:unsettled', written: 0, retried: 1, deadLettered: 1, readings: [{ index: 0, outcome: 'retried' }, { index: 1, outcome: 'dead-lettered' }] });
    expect(body.receivedAt).toBeGreaterThanOrEqual(sentAt);
  });
});

test('a reading without a time is one record however often its request is repeated with the time of receipt', async () => {
  const receivedAt = Date.now() - 1000;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(await post({ device_id: 'repeated', temperature: 1 }, { query: `receivedAt=${receivedAt}` })).toMatchObject({ status: 200, body: { written: 1 } });
  }
  expect(await rowsOf('repeated')).toEqual([1, 1]);
});

test.each<[what: string, status: number, code: string, content: string, sent: Sent]>([
  ['a body that is no JSON', 400, 'invalid-request', '[{"device_id": ]', {}],
  ['an unknown table', 400, 'invalid-request', '{}', { table: 'Nothing' }],
  ['no caller', 401, 'unauthorized', '{}', { claims: undefined }],
  ['a caller that may only read', 403, 'forbidden', '{}', { claims: { sub: 'x', scope: 'tidegauge/read' } }],
  ['too many readings', 413, 'too-large', '{}\n'.repeat(10_001), { type: 'application/x-ndjson' }],
  ['a type that is not taken', 415, 'unsupported-media-type', 'a=1', { type: 'application/x-www-form-urlencoded' }],
])('%s is refused with %d, and nothing is stored', async (_what, status, code, content, sent) => {
  const answer = await post(content, sent);
  expect(answer).toMatchObject({ status, body: { type: `urn:tidegauge:problem:${code}` } });
  expect(bucket.objects.size).toBe(0);
});

test('the answer to a broken body says where it broke', async () => {
  expect((await post('[{"device_id": "d"},\n {"device_id": ]')).body).toMatchObject({ detail: 'line 2, column 16: not JSON from here on' });
});

/** As many as Telegraf sends at once; all that a request may have in the long run. */
const many = process.env['TIDEGAUGE_TEST_LONG'] === '1' ? 10_000 : 1000;

test('many readings go in one request, and the counts of its KPI record say so', async () => {
  const at = Date.now() - many;
  const lines = Array.from({ length: many }, (_, index) => `s,device_id=many temperature=1 ${at + index}`).join('\n');
  const before = await settledByKpis();
  const { status, body } = await post(lines, { type: 'text/plain', gzip: true, query: 'precision=ms&outcomes=not-written' });
  expect([status, body.written, body.readings]).toEqual([200, many, []]);
  expect(await rowsOf('many')).toEqual([many, many]);
  expect(await settledByKpis()).toBe(before + many);
});
