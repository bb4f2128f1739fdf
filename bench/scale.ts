/**
 * What ten million stored rows cost: a question about the last hour beside one million rows, the memory of the process, and the
 * time from start to ready beside an empty folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inFlight } from './engines/http-client';
import { startTidegauge, type TidegaugeServer } from './engines/tidegauge';
import { interleaved, type Candidate, type Timing } from './measure';
import { below, seededRandom } from './random';
import { atMost, finish, shortNumber } from './report';

const DEVICES = 1000;
const TICK_MS = 60_000;
const SIZES = [1_000_000, 10_000_000];
const SEED = 10;
/** WriteRecords takes no more. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const RECORDS_PER_REQUEST = 100;
const REQUESTS_IN_FLIGHT = 8;
const ASKED = { warmUp: 5, warmUpMs: 3_000, measured: 41 };
const STARTED = { warmUp: 1, warmUpMs: 0, measured: 7 };

const MOST_OF_SMALL = 1.5;
const MOST_MIB = 1024;
const MOST_OF_EMPTY = 2;

const TABLE = '"benchmark"."readings"';
const questions = {
  'last hour of all devices': `SELECT device, bin(time, 5m), avg(temperature), max(humidity) FROM ${TABLE} WHERE time > ago(1h) GROUP BY device, bin(time, 5m)`,
  'last hour of one device': `SELECT time, temperature FROM ${TABLE} WHERE device = 'device_7' AND time > ago(1h) ORDER BY time`,
};

async function main(): Promise<void> {
  const nowMs = Date.now();
  const servers: TidegaugeServer[] = [];
  const empty = mkdtempSync(join(tmpdir(), 'bench-empty-'));
  try {
    for (const rows of SIZES) {
      const server = await startTidegauge();
      servers.push(server);
      await load(server, rows, nowMs);
      await server.moveTiers();
    }
    const asked: { question: string; timings: readonly Timing[] }[] = [];
    for (const [question, text] of Object.entries(questions)) {
      asked.push({ question, timings: await interleaved(servers.map((server) => ({ name: server.folder, run: () => server.ask(text) })), ASKED) });
    }
    const mib = (servers.at(-1)?.peakMemoryBytes() ?? NaN) / 2 ** 20;
    for (const server of servers) await server.stop();
    const started = await interleaved([new Start(empty), ...servers.map(({ folder }) => new Start(folder))], STARTED);
    report(asked, mib, started);
  } finally {
    await stop();
    for (const server of servers) await server.close();
    rmSync(empty, { recursive: true });
  }
}

async function load({ call }: TidegaugeServer, rows: number, nowMs: number): Promise<void> {
  await call('CreateDatabase', { DatabaseName: 'benchmark' });
  await call('CreateTable', {
    DatabaseName: 'benchmark', TableName: 'readings',
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 6, MagneticStoreRetentionPeriodInDays: 73_000 },
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
  });
  await inFlight(REQUESTS_IN_FLIGHT, bodies(rows, nowMs), (body) => call('WriteRecords', body));
}

/** One reading of each device a minute, up to now. */
function* bodies(rows: number, nowMs: number): Generator<string> {
  const random = seededRandom(SEED);
  for (let tick = rows / DEVICES - 1; tick >= 0; tick -= 1) {
    for (let first = 0; first < DEVICES; first += RECORDS_PER_REQUEST) {
      const records = Array.from({ length: RECORDS_PER_REQUEST }, (_, index) => {
        const measures = ['temperature', 'humidity'].map((name) => `{"Name":"${name}","Value":"${below(1000, random) / 10}","Type":"DOUBLE"}`);
        return `{"Dimensions":[{"Name":"device","Value":"device_${first + index}"}],"MeasureValues":[${measures.join(',')}]}`;
      });
      yield `{"DatabaseName":"benchmark","TableName":"readings","CommonAttributes":{"MeasureName":"reading","MeasureValueType":"MULTI","Time":"${nowMs - tick * TICK_MS}"},"Records":[${records.join(',')}]}`;
    }
  }
}

let running: ChildProcess | undefined;

async function stop(): Promise<void> {
  const child = running;
  running = undefined;
  if (child === undefined || child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** From before the process exists to the line that says it is ready, over a folder that was stopped cleanly. */
class Start implements Candidate {
  readonly prepare = stop;

  constructor(readonly name: string) {}

  async run(): Promise<void> {
    const main = join(resolve(__dirname, '..'), 'local/timestream.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0', '--data', this.name], { stdio: ['ignore', 'pipe', 'inherit'] });
    running = child;
    let printed = '';
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', (text: Buffer) => {
        printed += text.toString();
        if (/^ready/m.test(printed)) ready();
      });
      child.once('exit', (code) => { fail(new Error(`the server ended with ${code}: ${printed}`)); });
    });
  }
}

function report(asked: readonly { question: string; timings: readonly Timing[] }[], mib: number, started: readonly Timing[]): void {
  const row = (what: string, timings: readonly Timing[]) => [what, ...timings.map(({ medianMs, lowMs, highMs }) => `${shortNumber(medianMs)} (${shortNumber(lowMs)}-${shortNumber(highMs)})`)];
  const ratio = (timings: readonly Timing[], of: number, to: number) => (timings[of]?.medianMs ?? NaN) / (timings[to]?.medianMs ?? NaN);
  finish({
    name: 'scale',
    title: 'Ten million rows',
    setting: [
      `Rows: ${SIZES.join(' and ')}, one of 2 metrics a minute from each of ${DEVICES} devices, up to now; days before today are sealed`,
      `Medians and middle halves in ms: questions of ${ASKED.measured} rounds in turns, starts of ${STARTED.measured}`,
    ],
    columns: ['what', 'empty folder', ...SIZES.map((rows) => `${rows} rows`)],
    rows: [...asked.map(({ question, timings }) => [question, '', ...row(question, timings).slice(1)]), row('start to ready after a clean stop', started), ['peak of resident memory, MiB', '', '', shortNumber(mib)]],
    checks: [
      ...asked.map(({ question, timings }) => atMost(`${question}: ten million rows as a multiple of one million`, ratio(timings, 1, 0), MOST_OF_SMALL)),
      atMost('MiB at the peak', mib, MOST_MIB),
      atMost('start to ready as a multiple of an empty folder', ratio(started, 2, 0), MOST_OF_EMPTY),
    ],
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
