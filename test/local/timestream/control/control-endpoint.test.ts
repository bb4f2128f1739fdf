/** The control endpoint over HTTP, and what the official clients meet through it. */
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, ListDatabasesCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { startTimestream, type RunningTimestream } from '../../../../local/timestream/server';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';

let server: RunningTimestream;
let write: TimestreamWriteClient;
let query: TimestreamQueryClient;

beforeAll(async () => {
  server = await startTimestream({ data: ':memory:' });
  const settings = { endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };
  write = new TimestreamWriteClient(settings);
  query = new TimestreamQueryClient(settings);
});
afterEach(() => server.control.reset());
afterAll(async () => {
  write.destroy();
  query.destroy();
  await server.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly body: Record<string, unknown>;
}

function send(method: string, body?: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }, endpoint = server.endpoint): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL('/control', endpoint), { method, agent: false, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(text) as Record<string, unknown> }));
    });
    sent.on('error', reject);
    sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const select = (QueryString = 'SELECT 1') => query.send(new QueryCommand({ QueryString }));
const names = async () => (await write.send(new ListDatabasesCommand({}))).Databases?.map(({ DatabaseName }) => DatabaseName);

test('POST changes the state, GET shows it with what was injected, DELETE brings the start back', async () => {
  expect(await send('POST', { faults: [{ kind: 'throttle', operation: 'Query', times: 1 }] })).toMatchObject({ status: 200, body: { faults: [{ times: 1 }] } });
  await expect(select()).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } });
  expect((await select()).Rows).toHaveLength(1);
  expect(await send('GET')).toMatchObject({ status: 200, body: { faults: [], injected: { throttle: 1 } } });
  expect(await send('DELETE')).toMatchObject({ status: 200, body: { injected: {} } });
});

test('the clock of the whole server is set', async () => {
  await send('POST', { clock: { now: '2026-01-01T00:00:00+01:00', isFrozen: true } });
  expect((await select('SELECT now()')).Rows?.[0]?.Data?.[0]?.ScalarValue).toBe('2025-12-31 23:00:00.000000000');
  await send('POST', { clock: { advanceMs: 1500 } });
  expect((await select('SELECT now()')).Rows?.[0]?.Data?.[0]?.ScalarValue).toBe('2025-12-31 23:00:01.500000000');
  const { Database } = await write.send(new CreateDatabaseCommand({ DatabaseName: 'timed' }));
  expect(Database?.CreationTime).toEqual(new Date('2025-12-31T23:00:01.500Z'));
});

test('an internal error and a connection closed before leave nothing behind; closed after, the operation was applied', async () => {
  const create = (DatabaseName: string) => write.send(new CreateDatabaseCommand({ DatabaseName }));
  server.control.change({ faults: [{ kind: 'internal-error', operation: 'CreateDatabase', times: 1 }] });
  await expect(create('failed')).rejects.toMatchObject({ name: 'InternalServerException', $metadata: { httpStatusCode: 500 } });
  server.control.change({ faults: [{ kind: 'close-before', operation: 'CreateDatabase', times: 1 }] });
  await expect(create('before')).rejects.toThrow();
  server.control.change({ faults: [{ kind: 'close-after', operation: 'CreateDatabase', times: 1 }] });
  await expect(create('after')).rejects.toThrow();
  expect(await names()).toEqual(expect.arrayContaining(['after']));
  expect(await names()).not.toEqual(expect.arrayContaining(['failed', 'before']));
});

test('a request that hangs ends with the patience of its client', async () => {
  server.control.change({ faults: [{ kind: 'hang', times: 1 }] });
  const impatient = AbortSignal.timeout(50);
  await expect(write.send(new ListDatabasesCommand({}), { abortSignal: impatient })).rejects.toThrow();
  expect(await names()).toBeDefined();
});

test('a server that stops does not wait for requests that hang or are late', async () => {
  const other = await startTimestream({ data: ':memory:' });
  const client = new TimestreamWriteClient({ endpoint: other.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 });
  other.control.change({ faults: [{ kind: 'hang', times: 1 }] });
  const hanging = expect(client.send(new ListDatabasesCommand({}))).rejects.toThrow();
  while (other.control.state().injected.hang === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  other.control.change({ latency: { ms: 600_000 } });
  const late = client.send(new ListDatabasesCommand({}));
  while (other.control.state().injected.latency === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  await other.close();
  await hanging;
  expect((await late).Databases).toEqual([]);
  client.destroy();
});

test('latency delays answers and nothing else', async () => {
  server.control.change({ latency: { ms: 30 } });
  expect((await select()).Rows).toHaveLength(1);
  expect(server.control.state().injected).toEqual({ latency: 1 });
});

test.each([
  ['another content type, as a page of another site could send', () => send('POST', {}, { 'content-type': 'text/plain' }), 415],
  ['no content type', () => send('POST', {}, {}), 415],
  ['another method', () => send('PUT', {}), 405],
  ['text that is not JSON', () => send('POST', '{'), 400],
  ['members that do not exist', () => send('POST', { fault: [] }), 400],
  ['a host name that is not this machine\'s', () => send('GET', undefined, { host: 'rebound.example:4580' }), 403],
])('%s is refused', async (_what, ask, status) => {
  expect(await ask()).toMatchObject({ status, body: { message: expect.any(String) } });
});

test('a server that listens to other machines has no control endpoint, and its functions all the same', async () => {
  const open = await startTimestream({ data: ':memory:', host: '0.0.0.0' });
  expect(await send('GET', undefined, {}, `http://127.0.0.1:${open.port}`)).toMatchObject({ status: 404 });
  open.control.change({ emptyFirstPage: true });
  expect(open.control.state().emptyFirstPage).toBe(true);
  await open.close();
});

test('the tiers are moved, and the store is copied into an empty folder, when somebody asks', async () => {
  const folder = temporaryFolder();
  const onDisk = await startTimestream({ data: join(folder, 'data') });
  const copy = join(folder, 'copy');
  expect(await send('POST', { moveTiers: true, backup: copy }, undefined, onDisk.endpoint)).toMatchObject({ status: 200 });
  expect(readdirSync(copy).sort()).toEqual(['format', 'store.duckdb']);
  expect(await send('POST', { backup: copy }, undefined, onDisk.endpoint)).toEqual({ status: 400, body: { message: `The folder ${copy} for the backup is not empty` } });
  await onDisk.close();
  removeTemporaryFolders();
});

test.each([
  [{ moveTiers: false }, 'control.moveTiers'],
  [{ backup: 'copy' }, 'control.backup: must be an absolute path'],
  [{ backup: '/tmp/never-made' }, 'A store in memory has nothing to copy'],
])('%j is refused', async (body, message) => {
  expect(await send('POST', body)).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
});
