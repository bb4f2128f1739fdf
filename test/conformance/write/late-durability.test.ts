import { type _Record } from '@aws-sdk/client-timestream-write';
import { buildServer } from '../../local/timestream/built-server';
import { endServerProcesses, startServerProcess, type Program } from '../../local/timestream/server-process';
import { clientsFor, databaseName, hourMs, lateTable, rejectsTo, removeTemporaryFolders, startBuckets, temporaryFolder, until, type Clients } from './magnetic-service';

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;
const rounds = isLong ? 10 : 2;
const requestsPerRound = isLong ? 300 : 20;
const writers = 6;

jest.setTimeout(isLong ? 900_000 : 240_000);

let program: Program;
beforeAll(() => { program = buildServer(); });

afterAll(async () => {
  await endServerProcesses();
  removeTemporaryFolders();
});

const lateMs = Date.now() - 3 * hourMs;
const numbered = (value: number, timeMs: number): _Record => ({
  Dimensions: [{ Name: 'device_id', Value: 'sensor-001' }], MeasureName: 'number', MeasureValueType: 'BIGINT', MeasureValue: String(value), Time: String(timeMs),
});

/** Writes with several writers until enough is acknowledged, and kills the server while the others go on. */
async function writeAndKill(args: readonly string[], prepare: (clients: Clients) => Promise<void>, write: (clients: Clients) => Promise<void>): Promise<void> {
  const server = await startServerProcess(args, program);
  const clients = clientsFor(server.endpoint);
  await prepare(clients);
  let acknowledged = 0;
  await Promise.allSettled(Array.from({ length: writers }, async () => {
    for (;;) {
      await write(clients);
      acknowledged += 1;
      if (acknowledged >= requestsPerRound && !server.process.killed) server.process.kill('SIGKILL');
    }
  }));
  expect(await server.ended).toBe('SIGKILL');
  clients.destroy();
}

const query = async (clients: Clients, table: string) => (await clients.rows(`SELECT measure_value::bigint FROM "${databaseName}"."${table}"`)).map(([value]) => Number(value)).sort((a, b) => a - b);

describe('a server that is killed', () => {
  it('has every report on an acknowledged late record again, each under one key', async () => {
    const buckets = await startBuckets();
    const args = ['--port', '0', '--data', temporaryFolder(), '--s3-endpoint', buckets.endpoint];
    const acknowledged: number[] = [];
    let next = 1;
    for (let round = 0; round < rounds; round += 1) {
      await writeAndKill(args, async (clients) => {
        if (round > 0) return;
        await clients.createTable('Reported', rejectsTo('rejects'));
        await clients.ingest('Reported', [numbered(0, lateMs)]);
      }, async (clients) => {
        const value = next++;
        await clients.ingest('Reported', [numbered(value, lateMs)]);
        acknowledged.push(value);
      });
      // Some reports wait for their bucket, some are under way when the server is killed.
      if (round === 0) await buckets.make('rejects');
    }
    const server = await startServerProcess(args, program);
    await until(() => {
      const reported = new Set(buckets.reports('rejects').flatMap(({ errors }) => errors.flatMap(({ records }) => records.map(({ measureValue }) => Number(measureValue)))));
      return acknowledged.every((value) => reported.has(value));
    });
    const ids = buckets.reports('rejects').map(({ reportId }) => reportId);
    expect(new Set(ids).size).toBe(ids.length);
    const clients = clientsFor(server.endpoint);
    expect(await query(clients, 'Reported')).toEqual([0]);
    clients.destroy();
    server.process.kill('SIGKILL');
    await server.ended;
    await buckets.stop();
  });

  it('has every acknowledged delayed record again, each once and no sooner than its time', async () => {
    const args = ['--port', '0', '--data', temporaryFolder(), '--no-s3', '--magnetic-delay', '6h'];
    const acknowledged: number[] = [];
    let next = 1;
    for (let round = 0; round < rounds; round += 1) {
      await writeAndKill(args, async (clients) => {
        if (round === 0) await clients.createTable('Delayed', lateTable);
      }, async (clients) => {
        const values = [next++, next++, next++];
        await clients.ingest('Delayed', values.map((value) => numbered(value, lateMs - value)));
        acknowledged.push(...values);
      });
    }
    const server = await startServerProcess(args, program);
    const clients = clientsFor(server.endpoint);
    expect(await query(clients, 'Delayed')).toEqual([]);
    await fetch(`${server.endpoint}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ clock: { advanceMs: 6 * hourMs } }) });
    const visible = await query(clients, 'Delayed');
    expect(new Set(visible).size).toBe(visible.length);
    expect(acknowledged.filter((value) => !visible.includes(value))).toEqual([]);
    clients.destroy();
    // What has settled stays so, though the clock is back where it was.
    server.process.kill('SIGKILL');
    await server.ended;
    const again = await startServerProcess(args, program);
    const clientsAgain = clientsFor(again.endpoint);
    expect(await query(clientsAgain, 'Delayed')).toEqual(visible);
    clientsAgain.destroy();
    again.process.kill('SIGKILL');
    await again.ended;
  });
});
