/** The account's request rates through the official SDK: off unless asked for, and passed by its own retries. */
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, ListDatabasesCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { startTimestream, type RunningTimestream, type TimestreamOptions } from '../../../local/timestream/server';
import { endServerProcesses, startServerProcess } from '../../local/timestream/server-process';
import { credentials } from './write-service';

let server: RunningTimestream | undefined;
const clients: TimestreamWriteClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await server?.close();
  server = undefined;
  await endServerProcesses();
});

async function start(options: Partial<TimestreamOptions> = {}): Promise<RunningTimestream> {
  server = await startTimestream({ data: ':memory:', ...options });
  return server;
}

function clientWith({ endpoint }: RunningTimestream, maxAttempts: number): TimestreamWriteClient {
  const client = new TimestreamWriteClient({ endpoint, region: 'us-east-1', credentials, maxAttempts });
  clients.push(client);
  return client;
}

/** More than a slow machine spreads over as many seconds. */
const names = ['first', 'second', 'third', 'fourth'];
const createAll = (client: TimestreamWriteClient) => Promise.allSettled(names.map((DatabaseName) => client.send(new CreateDatabaseCommand({ DatabaseName }))));

it('are not enforced unless the server is told to', async () => {
  expect(await createAll(clientWith(await start(), 1))).toEqual(names.map(() => expect.objectContaining({ status: 'fulfilled' })));
});

it('throttle the second creation of a second, whatever the clock of the server shows', async () => {
  const limited = await start({ rateLimits: true });
  limited.control.change({ clock: { isFrozen: true } });
  const outcomes = await createAll(clientWith(limited, 1));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).not.toHaveLength(0);
  expect(outcomes).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({
      name: 'ThrottlingException', message: 'Rate exceeded: Create, Update and Delete requests are limited to 1 per second for the account.',
      $metadata: expect.objectContaining({ httpStatusCode: 429 }),
    }),
  });
});

it('are passed by the retries of the SDK', async () => {
  const client = clientWith(await start({ rateLimits: true }), 20);
  const outcomes = await createAll(client);
  expect(outcomes).toEqual(names.map(() => expect.objectContaining({ status: 'fulfilled' })));
  expect(outcomes.some((outcome) => outcome.status === 'fulfilled' && (outcome.value.$metadata.attempts ?? 1) > 1)).toBe(true);
  expect((await client.send(new ListDatabasesCommand({}))).Databases).toHaveLength(names.length);
});

it('are switched on and off by the control endpoint', async () => {
  const open = await start();
  const post = (change: object) => fetch(`${open.endpoint}/control`, {
    method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, body: JSON.stringify(change),
  });
  const client = clientWith(open, 1);
  expect(await (await post({ rateLimits: true })).json()).toMatchObject({ rateLimits: true });
  expect(await createAll(client)).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ name: 'ThrottlingException' }) });
  expect(await (await post({ rateLimits: false })).json()).toMatchObject({ rateLimits: false });
  await Promise.all(names.map((name) => client.send(new CreateDatabaseCommand({ DatabaseName: `${name}-again` }))));
});

it('throttle the second UNLOAD of a second, before it begins', async () => {
  const limited = await start({ rateLimits: true });
  const query = new TimestreamQueryClient({ endpoint: limited.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const QueryString = "UNLOAD (SELECT 1 AS one) TO 's3://no-such-bucket/results/' WITH (format = 'CSV')";
  const outcomes = await Promise.allSettled(names.map(() => query.send(new QueryCommand({ QueryString }))));
  expect(outcomes).toContainEqual({
    status: 'rejected', reason: expect.objectContaining({ name: 'ThrottlingException', message: 'Rate exceeded: UNLOAD statements are limited to 1 per second for the account.' }),
  });
  query.destroy();
});

it('are switched on by a flag of the server alone', async () => {
  const { endpoint, process, ended } = await startServerProcess(['--port', '0', '--data', ':memory:', '--rate-limits']);
  const state = await fetch(`${endpoint}/control`, { headers: { connection: 'close' } });
  expect(await state.json()).toMatchObject({ rateLimits: true });
  process.kill('SIGTERM');
  expect(await ended).toBe(0);
});
