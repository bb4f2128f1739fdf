/** From a device's publish at QoS 1 to a row in Timestream, all on this machine, beside what the broker could acknowledge with nothing behind it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './mqtt/child';
import { fleetMessages, readingsOf, type Load } from './mqtt/fleet-messages';
import { PackagedStack } from './mqtt/packaged-stack';
import { runLoad } from './mqtt/run-load';
import { atLeast, finish, shortNumber } from './report';

const ROUNDS = { warmUp: 1, measured: 3 };
const CLIENTS = 8;
/** As many readings as fit into 5 KB, AWS IoT's unit of price. */
const READINGS_PER_PACK = 33;
const SHAPES = [
  { name: 'one reading a message', messagesEach: 7_500, readingsPerMessage: 1, leastWritten: 5_000 },
  { name: `${READINGS_PER_PACK} readings a message`, messagesEach: 1_800, readingsPerMessage: READINGS_PER_PACK, leastWritten: 50_000 },
] as const;
/** What is left over for the last batches waits for the mapping's batching window: the rate is that of the readings before. */
const COUNTED_SHARE = 0.9;
const POLL_MS = 250;
const MOST_WAIT_MS = 120_000;

type Shape = (typeof SHAPES)[number];
/** Per second: messages that a broker acknowledges, readings that are in the table. */
const rates = new Map<string, number[]>();

let nextRound = 0;
const startedAtMs = Date.now();

/** Every load has devices of its own, and times inside the memory store. */
function loadOf({ messagesEach, readingsPerMessage }: Shape): Load {
  nextRound += 1;
  return { clients: CLIENTS, messagesEach, readingsPerMessage, round: nextRound, fromMs: startedAtMs - 3_600_000 };
}

async function acknowledgedPerSecond(port: string, shape: Shape): Promise<number> {
  const { acknowledged } = await runLoad(port, loadOf(shape));
  return CLIENTS * shape.messagesEach / (await acknowledged / 1000);
}

/** Ends when every reading is in the table. */
async function writtenPerSecond(stack: PackagedStack, shape: Shape): Promise<number> {
  const load = loadOf(shape);
  const expected = readingsOf(load);
  const before = await stack.readings();
  const { startedMs, acknowledged } = await runLoad(stack.mqttPort, load);
  let rate: number | undefined;
  for (;;) {
    const there = await stack.readings() - before;
    const tookMs = performance.now() - startedMs;
    if (there >= expected * COUNTED_SHARE) rate ??= there / (tookMs / 1000);
    if (there === expected) break;
    if (there > expected || tookMs > MOST_WAIT_MS) throw new Error(`${there} of ${expected} readings are in the table after ${Math.round(tookMs / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await acknowledged;
  return rate ?? NaN;
}

async function portOf(broker: Child): Promise<string> {
  const [, port = ''] = await broker.says(/mqtt=mqtt:\/\/\S+:(\d+)/);
  return port;
}

async function measureAll(folder: string): Promise<void> {
  const stackFolder = join(folder, 'stack');
  mkdirSync(stackFolder);
  const stack = await PackagedStack.start(stackFolder);
  const brokers = [Child.start('bare-broker.ts'), Child.start('rule-broker.ts', join(folder, 'broker'))];
  try {
    const [bare = '', ruled = ''] = await Promise.all(brokers.map(portOf));
    for (let round = 0; round < ROUNDS.warmUp + ROUNDS.measured; round += 1) {
      for (const shape of SHAPES) {
        const measured = {
          bare: await acknowledgedPerSecond(bare, shape),
          ruled: await acknowledgedPerSecond(ruled, shape),
          written: await writtenPerSecond(stack, shape),
        };
        if (round < ROUNDS.warmUp) continue;
        for (const [what, rate] of Object.entries(measured)) rates.set(`${what} ${shape.name}`, [...rates.get(`${what} ${shape.name}`) ?? [], rate]);
      }
    }
  } finally {
    await Promise.all([...brokers, stack].map((each) => each.stop()));
  }
}

function median(what: string, shape: Shape): number {
  const sorted = (rates.get(`${what} ${shape.name}`) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function row(title: string, what: string, unit: (shape: Shape) => number): string[] {
  return [title, ...SHAPES.map((shape) => {
    const all = rates.get(`${what} ${shape.name}`) ?? [];
    return `${shortNumber(median(what, shape) * unit(shape))} (${shortNumber(Math.min(...all) * unit(shape))} to ${shortNumber(Math.max(...all) * unit(shape))})`;
  })];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-mqtt-'));
  try {
    await measureAll(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const bytes = SHAPES.map((shape) => fleetMessages({ ...loadOf(shape), clients: 1, messagesEach: 1 })[0]?.[0]?.payload.length ?? 0);
  const readings = (shape: Shape): number => shape.readingsPerMessage;
  finish({
    name: 'mqtt',
    title: 'From a publish at QoS 1 to a row in Timestream',
    setting: [
      `${CLIENTS} clients in a process of their own, 100 messages unacknowledged each; ${SHAPES.map(({ messagesEach }) => messagesEach * CLIENTS).join(' and ')} messages of ${bytes.join(' and ')} bytes`,
      'Source with `via: "stream"`: broker, journal, rule, stream, mapping, function and Timestream run on this machine too',
      `Readings a second: median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUp}, in brackets least and most. In the table: until ${COUNTED_SHARE * 100} % are, because the last batches wait for their window; every round ends when all are, counted by SQL`,
    ],
    columns: ['', ...SHAPES.map(({ name }) => name)],
    rows: [
      row('acknowledged by the broker without journal and rules', 'bare', readings),
      row('acknowledged with the journal and the rule into the stream', 'ruled', readings),
      row('in the table', 'written', () => 1),
    ],
    checks: SHAPES.map((shape) => atLeast(`readings a second in the table, ${shape.name}`, median('written', shape), shape.leastWritten)),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
