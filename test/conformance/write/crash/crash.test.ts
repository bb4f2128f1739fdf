/**
 * Kills the server again and again, at random moments under the load of many clients, and accounts for every acknowledged record.
 *
 * TIDEGAUGE_TEST_LONG=1 kills 200 times, TIDEGAUGE_TEST_KILLS as often as it says; TIDEGAUGE_TEST_SEED repeats the choices of a
 * run, though not the moments at which the system let the server work.
 */
import { readdirSync } from 'node:fs';
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { below, seededRandom } from '../../../../bench/random';
import { endServerProcesses } from '../../../local/timestream/server-process';
import { removeTemporaryFolders, temporaryFolder } from '../../../local/timestream/temporary-folder';
import { QueryRefused, type Call } from '../../../local/timestream/wire-call';
import { hourMs, memoryHours, shiftMs, tableNames, writers } from './crash-record';
import { CrashWriter } from './crash-writer';
import { Ledger } from './ledger';
import { ServerStarts } from './server-starts';
import { findForgottenVersions, findWrongCounts, findWrongRows } from './stored-rows';
import { TableMaker } from './table-maker';
import { waysToEnd } from './ways-to-end';

const { TIDEGAUGE_TEST_LONG: long, TIDEGAUGE_TEST_KILLS: killsAsked, TIDEGAUGE_TEST_SEED: seedAsked } = process.env;
const isLong = long !== undefined;
const kills = Number(killsAsked ?? (isLong ? 200 : 5));
const seed = Number(seedAsked ?? (isLong ? Date.now() % 1_000_000 : 1));
/** How long the clients have a server before something happens to it. */
const maxLoadMs = isLong ? 600 : 300;
/** Of so many restarts one is met by a kill; the small test has one of them. */
const restartsPerKilledStart = 4;
/** Restarts between two comparisons of every row. */
const restartsBetweenComparisons = 20;
/** Leaves the writers their turn. */
const readEveryMs = 20;

jest.setTimeout(isLong ? 7_200_000 : 300_000);

const agent = new Agent({ keepAlive: true });

afterAll(async () => {
  agent.destroy();
  await endServerProcesses();
  removeTemporaryFolders();
});

/** Each in its turn; the moments are random. */
const ways = Object.keys(waysToEnd);
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

/** Asks until nobody answers. */
async function readUntilGone(find: () => Promise<readonly string[]>, findings: string[]): Promise<void> {
  for (let isGone = false; !isGone; await wait(readEveryMs)) {
    findings.push(...await refusals(find).catch(() => {
      isGone = true;
      return [];
    }));
  }
}

test(`a server that is killed ${kills} times under load keeps what it acknowledged, each record once and whole (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const folder = temporaryFolder();
  const servers = new ServerStarts(folder, agent);
  const sent = { ledger: new Ledger(), startMs: Date.now() - hourMs, databaseName };
  const complaints: string[] = [];
  const clients = Array.from({ length: writers }, (_, writer) => new CrashWriter({
    ...sent, writer, random: seededRandom(seed * writers + writer), complain: (line) => complaints.push(line),
  }));
  const tableMaker = new TableMaker(databaseName);
  const ended: Record<string, number> = { 'while it starts': 0 };
  let killed = 0;

  /** Clients write and ask until the server meets its end. */
  async function endUnderLoad({ server, call }: Awaited<ReturnType<ServerStarts['start']>>, way: string): Promise<void> {
    const load = [
      ...clients.map((client) => client.writeUntilGone(call, () => servers.nowMs())),
      tableMaker.makeUntilGone(call),
      readUntilGone(() => findWrongCounts(call, sent), complaints),
    ];
    await wait(below(maxLoadMs, random));
    await waysToEnd[way]!(server, agent, random);
    if (await server.ended === 'SIGKILL') killed += 1;
    await Promise.all(load);
    ended[way] = (ended[way] ?? 0) + 1;
  }

  function expectNone(findings: readonly string[]): void {
    // With what was printed at hand, since the folder is gone after the test.
    if (findings.length > 0) throw new Error([`after ${killed} kills:`, ...findings, servers.outputs].join('\n'));
  }

  let mustRecover = false;
  for (let restarts = 0; killed < kills; restarts += 1) {
    if (restarts % restartsPerKilledStart === restartsPerKilledStart - 1) {
      await servers.killOneThatStarts(random);
      killed += 1;
      ended['while it starts']! += 1;
      // It may have recovered, and said so, before it was killed.
      mustRecover = false;
    }
    if (servers.aheadMs === 0 && killed >= kills / 2) {
      servers.aheadMs = shiftMs;
      for (const client of clients) client.shift();
    }
    const started = await servers.start();
    const { server, call } = started;
    if (mustRecover) expect(server.output.text).toMatch(/recovered from an unclean stop: replayed [1-9]\d* entries of the log/);
    if (restarts === 0) await makeTables(call);
    expectNone(await tableMaker.findWrongTables(call));
    const isFull = restarts % restartsBetweenComparisons === restartsBetweenComparisons - 1;
    expectNone(await refusals(() => (isFull ? findWrongRows(call, sent) : findWrongCounts(call, sent))));
    const before = sent.ledger.acknowledgements;
    const way = ways[restarts % ways.length]!;
    await endUnderLoad(started, way);
    mustRecover = way === 'under load' && sent.ledger.acknowledgements > before;
    expectNone(complaints);
  }

  const { server, call } = await servers.start();
  expectNone(await findWrongRows(call, sent));
  expectNone(await tableMaker.findWrongTables(call));
  expectNone(await findForgottenVersions(call, sent, servers.nowMs()));
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  const again = await servers.start();
  expectNone(await findWrongRows(again.call, sent));
  again.server.process.kill('SIGKILL');
  await again.server.ended;
  // Otherwise nothing was said about days in files.
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.parquet'))).not.toEqual([]);
  if (isLong) process.stderr.write(`crash test: ${killed} kills, ${sent.ledger.acknowledgements} acknowledged records (${tableNames.map((table) => `${table} ${sent.ledger.records(table).acknowledged}`).join(', ')} different), none lost; ended ${JSON.stringify(ended)}\n`);
});
