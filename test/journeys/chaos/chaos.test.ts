/**
 * Everything that can go wrong at once: throttling, faults, answers that are lost, refused and contradicting readings, duplicates,
 * poison messages, and the whole stack killed in the middle. In the end each valid reading is stored once, each invalid one is in
 * the dead letters, and nothing else is anywhere.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, type RunningStack, startStackProcess } from '../running-stack';
import { countRows, deadLettersByMark, type Letter, otherObjects, storedRows, tablesOf } from './findings';
import { planChaos, planConflicts, type Plan, type PlannedMessage } from './plan';
import { type Senders, startSenders } from './senders';

const isLong = process.env['TIDEGAUGE_TEST_LONG'] === '1';
const readings = isLong ? 100_000 : 10_000;
const seed = 20_261_123;
const inFlight = 64;
/** While the stack is away. */
const clockStepMs = 10 * 60_000;

jest.setTimeout(isLong ? 1_800_000 : 280_000);

const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
const data = join(folder, 'data');
const packaged = join(folder, 'packaged');
let stack: RunningStack;
let senders: Senders;

const faults = [
  { kind: 'throttle', operation: 'WriteRecords', rate: 0.1 },
  { kind: 'internal-error', operation: 'WriteRecords', rate: 0.05 },
  // Applied, but nobody hears of it.
  { kind: 'close-after', operation: 'WriteRecords', rate: 0.05 },
];

async function setFaults(given: readonly object[]): Promise<void> {
  const response = await fetch(`${stack.timestream}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ faults: given }) });
  expect(response.status).toBe(200);
}

const start = (flags: readonly string[], clockAheadMs: number): Promise<RunningStack> => startStackProcess(
  ['--no-simulate', '--data', data, ...flags],
  { program: 'test/journeys/chaos/chaos-stack.ts', environment: { CLOCK_AHEAD_MS: String(clockAheadMs) } },
);

beforeAll(async () => {
  stack = await start(['--tables', join(__dirname, 'tables.json')], 0);
  const made = readdirSync(join(data, 'package')).find((name) => name.startsWith('service-'))!;
  cpSync(join(data, 'package', made), packaged, { recursive: true });
  await setFaults(faults);
  senders = startSenders(stack);
});

afterAll(async () => {
  await (senders as Senders | undefined)?.close();
  await (stack as RunningStack | undefined)?.stop('SIGKILL'); // undefined when it never got ready
  rmSync(folder, { recursive: true, force: true });
});

/**
 * @returns the messages that `meanwhile`, which kills the stack, may let arrive twice for each time they are sent: those on their way until
 * it is over, and those that a rule had put into the stream before its broker could note it, because rules act at least once
 */
async function sendAll(messages: readonly PlannedMessage[], meanwhile?: () => Promise<void>): Promise<ReadonlySet<PlannedMessage>> {
  const queue = messages.flatMap((message) => Array.from({ length: message.sends }, () => message));
  const waiting = new Set<PlannedMessage>();
  const mayComeAgain = new Set<PlannedMessage>();
  let disturbed: Promise<void> | undefined;
  let isOver = meanwhile === undefined;
  const next = queue.values();
  const work = async (): Promise<void> => {
    let sent = 0;
    for (const message of next) {
      waiting.add(message);
      if (meanwhile !== undefined && disturbed === undefined && (sent += 1) * inFlight > queue.length / 2) {
        for (const unacknowledged of waiting) mayComeAgain.add(unacknowledged);
        disturbed = meanwhile().then(() => { isOver = true; });
      }
      if (!isOver && (disturbed !== undefined || message.way === 'mqtt-stream')) mayComeAgain.add(message);
      await senders.send(message);
      waiting.delete(message);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  await disturbed;
  return mayComeAgain;
}

/** Kills the stack and starts it again at the same addresses, later by the clock. */
async function killAndRestart(): Promise<void> {
  const port = (address: string): string => new URL(address).port;
  await stack.stop('SIGKILL');
  stack = await start([
    '--packaged', packaged, '--http-port', port(stack.http), '--mqtt-port', port(stack.mqtt), '--timestream-port', port(stack.timestream),
    '--kinesis-port', port(stack.kinesis), '--s3-port', port(stack.s3),
  ], clockStepMs);
  await setFaults(faults);
}

/** How often the bytes with a mark may have arrived. */
function arrivals({ messages, refused }: Plan, mayComeAgain: ReadonlySet<PlannedMessage>): Map<string, number> {
  const most = new Map([...refused].map(([mark, { sends }]) => [mark, sends]));
  for (const { text, sends } of mayComeAgain) {
    for (const [mark] of text.matchAll(/#\d+#/g)) most.set(mark, 2 * sends);
  }
  expect(messages.length).toBeGreaterThan(0);
  return most;
}

interface Differences {
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly other: readonly string[];
}

const none: Differences = { missing: [], surplus: [], other: [] };

function differences(found: ReadonlyMap<string, unknown>, wanted: ReadonlyMap<string, unknown>): Differences {
  const both = [...wanted.keys()].filter((key) => found.has(key));
  return {
    missing: [...wanted.keys()].filter((key) => !found.has(key)),
    surplus: [...found.keys()].filter((key) => !wanted.has(key)),
    other: both.filter((key) => JSON.stringify(found.get(key)) !== JSON.stringify(wanted.get(key))),
  };
}

it(`stores ${readings} readings once each, whatever happens, and keeps what it refuses`, async () => {
  const plan = planChaos(readings, Date.now(), seed);
  const seen = new Map<string, Letter>();
  const mayComeAgain = await sendAll(plan.messages, killAndRestart);
  await setFaults([]);
  await eventually(async () => ((await countRows(stack)) >= plan.rows.size ? true : undefined));
  await eventually(async () => ((await deadLettersByMark(stack, seen)).size >= plan.refused.size ? true : undefined));
  expect(differences(await storedRows(stack), plan.rows)).toEqual(none);

  const letters = await deadLettersByMark(stack);
  expect(differences(new Map([...letters].map(([mark, { reasons }]) => [mark, reasons])), new Map([...plan.refused].map(([mark, { reason }]) => [mark, [reason]])))).toEqual(none);
  const most = arrivals(plan, mayComeAgain);
  expect([...letters].filter(([mark, { letters: count }]) => count > (most.get(mark) ?? 0))).toEqual([]);
  expect(await otherObjects(stack)).toEqual([]);

  const conflicts = planConflicts(plan, 20);
  await sendAll(conflicts.messages);
  const contradictions = await eventually(async () => {
    const found = [...await deadLettersByMark(stack, seen)].filter(([mark]) => conflicts.refused.has(mark));
    return found.length >= conflicts.refused.size ? found : undefined;
  });
  expect(contradictions.map(([, { reasons }]) => reasons)).toEqual(conflicts.messages.map(() => ['conflict']));
  expect(differences(await storedRows(stack), plan.rows)).toEqual(none);
  expect(await tablesOf(stack)).toEqual(['Kpis', 'Readings']);
});
