/**
 * Kills the server again and again, at random moments under the load of many clients, and accounts for every acknowledged record.
 *
 * TIDEGAUGE_TEST_LONG=1 kills 200 times, TIDEGAUGE_TEST_KILLS as often as it says; TIDEGAUGE_TEST_SEED repeats the choices of a
 * run, though not the moments at which the system let the server work.
 */
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { below, seededRandom } from '../../../../bench/random';
import { buildServer } from '../../../local/timestream/built-server';
import { endServerProcesses, spawnServerProcess, startServerProcess, type ServerProcess } from '../../../local/timestream/server-process';
import { removeTemporaryFolders, temporaryFolder } from '../../../local/timestream/temporary-folder';
import { changeControl, QueryRefused, wireCalls, type Call } from '../../../local/timestream/wire-call';
import { hourMs, memoryHours, shiftMs, tableNames, writers } from './crash-record';
import { CrashWriter } from './crash-writer';
import { Ledger } from './ledger';
import { findForgottenVersions, findWrongCounts, findWrongRows } from './stored-rows';
import { TableMaker } from './table-maker';
import { waysToEnd } from './ways-to-end';

const { TIDEGAUGE_TEST_LONG: long, TIDEGAUGE_TEST_KILLS: killsAsked, TIDEGAUGE_TEST_SEED: seedAsked } = process.env;
const isLong = long !== undefined;
const kills = Number(killsAsked ?? (isLong ? 200 : 5));
const seed = Number(seedAsked ?? (isLong ? Date.now() % 1_000_000 : 1));
/** How long the clients have a server before something happens to it. */
const maxLoadMs = isLong ? 600 : 300;
/** A part of the kills meets a server that is starting; it takes about as long to be ready. */
const maxStartMs = 500;
/** Restarts between two comparisons of every row. */
const restartsBetweenComparisons = 20;

jest.setTimeout(isLong ? 3_600_000 : 120_000);

const agent = new Agent({ keepAlive: true });

afterAll(async () => {
  agent.destroy();
  await endServerProcesses();
  removeTemporaryFolders();
});

const databaseName = 'Crash';
const tableMembers = {
  RetentionProperties: { MemoryStoreRetentionPeriodInHours: memoryHours, MagneticStoreRetentionPeriodInDays: 365 },
  MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
};

async function makeTables(call: Call): Promise<void> {
  await call('CreateDatabase', { DatabaseName: databaseName });
  for (const TableName of tableNames) await call('CreateTable', { DatabaseName: databaseName, TableName, ...tableMembers });
}

/** What is found, or the answer of a server that refuses to be asked. */
async function refusals(find: () => Promise<readonly string[]>): Promise<readonly string[]> {
  return find().catch((cause: unknown) => {
    if (cause instanceof QueryRefused) return [cause.message];
    throw cause;
  });
}

/** Leaves the writers their turn. */
const readEveryMs = 20;

/** Asks until nobody answers. */
async function readUntilGone(call: Call, find: (call: Call) => Promise<readonly string[]>, findings: string[]): Promise<void> {
  for (;;) {
    try {
      findings.push(...await find(call));
      await wait(readEveryMs);
    } catch (cause) {
      if (cause instanceof QueryRefused) findings.push(cause.message);
      return;
    }
  }
}

test(`a server that is killed ${kills} times under load keeps what it acknowledged, each record once and whole (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const program = buildServer();
  const folder = temporaryFolder();
  const args = ['--port', '0', '--data', folder];
  const startMs = Date.now() - hourMs;
  const ledger = new Ledger();
  const sent = { ledger, startMs, databaseName };
  const complaints: string[] = [];
  const clients = Array.from({ length: writers }, (_, writer) => new CrashWriter({
    writer, ledger, random: seededRandom(seed * writers + writer), startMs, databaseName, complain: (line) => complaints.push(line),
  }));
  const tableMaker = new TableMaker(databaseName);
  const ended: Record<string, number> = {};
  const outputs: { readonly text: string }[] = [];
  let killed = 0;
  let aheadMs = 0;

  async function start(): Promise<{ server: ServerProcess; call: Call }> {
    const server = await startServerProcess(args, program);
    outputs.push(server.output);
    await changeControl(server.endpoint, agent, { clock: { advanceMs: aheadMs } });
    return { server, call: wireCalls(server.endpoint, agent) };
  }

  async function killWhileStarting(): Promise<void> {
    const server = spawnServerProcess(args, program);
    await Promise.race([wait(below(maxStartMs, random)), server.ready]);
    server.process.kill('SIGKILL');
    await server.ended;
  }

  function expectNone(findings: readonly string[]): void {
    // With the last outputs at hand, since the folder is gone after the test.
    if (findings.length > 0) throw new Error([`after ${killed} kills:`, ...findings, ...outputs.slice(-2).map(({ text }) => text)].join('\n'));
  }

  for (let restarts = 0; killed < kills; restarts += 1) {
    if (restarts > 0 && random() < 0.2) {
      await killWhileStarting();
      killed += 1;
    }
    if (aheadMs === 0 && killed >= kills / 2) {
      aheadMs = shiftMs;
      for (const client of clients) client.shift();
    }
    const { server, call } = await start();
    if (restarts === 0) await makeTables(call);
    expectNone(await tableMaker.findWrongTables(call));
    expectNone(await refusals(() => (restarts % restartsBetweenComparisons === restartsBetweenComparisons - 1 ? findWrongRows(call, sent) : findWrongCounts(call, sent))));
    const load = [
      ...clients.map((client) => client.writeUntilGone(call, () => Date.now() + aheadMs)),
      tableMaker.makeUntilGone(call),
      readUntilGone(call, (reading) => findWrongCounts(reading, sent), complaints),
    ];
    await wait(below(maxLoadMs, random));
    const ways = Object.entries(waysToEnd);
    const [name, end] = ways[below(ways.length, random)]!;
    ended[name] = (ended[name] ?? 0) + 1;
    await end(server, agent, random);
    if (await server.ended === 'SIGKILL') killed += 1;
    await Promise.all(load);
    expectNone(complaints);
  }

  const { server, call } = await start();
  expectNone(await findWrongRows(call, sent));
  expectNone(await tableMaker.findWrongTables(call));
  expectNone(await findForgottenVersions(call, sent, Date.now() + aheadMs));
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  const again = await start();
  expectNone(await findWrongRows(again.call, sent));
  again.server.process.kill('SIGKILL');
  await again.server.ended;
  if (isLong) process.stderr.write(`crash test: ${killed} kills, ${ledger.acknowledgements} acknowledged records (${tableNames.map((table) => `${table} ${ledger.records(table).acknowledged}`).join(', ')} different), none lost; ended ${JSON.stringify(ended)}; data in ${join(folder, 'timestream')}\n`);
});
