/** How soon a server takes requests, from a fresh process: inside another project's test, and with the whole stack around it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { interleaved, type Candidate } from './measure';
import { atLeast, finish, shortNumber } from './report';

const ROUNDS = { warmUp: 1, warmUpMs: 0, measured: 7 };
const LEAST_RATIO = 10;

const repository = resolve(__dirname, '..');
const embedding = `require(${JSON.stringify(join(repository, 'dist/local.js'))}).startTimestream().then(() => console.log('ready'))`;

let running: ChildProcess | undefined;

async function stop(): Promise<void> {
  const child = running;
  running = undefined;
  if (child?.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, 'close');
  // The group: npm does not always pass a signal on.
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

/** Timed from before the process exists to the line that says it is ready; it is stopped before the next one starts. */
class Program implements Candidate {
  readonly prepare = stop;

  constructor(readonly name: string, private readonly command: string, private readonly args: () => readonly string[]) {}

  async run(): Promise<void> {
    const child = spawn(this.command, this.args(), { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    running = child;
    let printed = '';
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', (text: Buffer) => {
        printed += text.toString();
        if (/^ready/m.test(printed)) ready();
      });
      child.once('exit', (code) => { fail(new Error(`${this.name} ended with ${code}: ${printed}`)); });
    });
  }
}

async function main(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: repository, stdio: 'inherit' });
  const data = mkdtempSync(join(tmpdir(), 'bench-start-'));
  // Each in a folder of its own: a killed stack leaves its lock behind.
  const emptyFolder = () => mkdtempSync(join(data, 'stack-'));
  const ports = ['--http-port', '0', '--mqtt-port', '0', '--timestream-port', '0', '--kinesis-port', '0', '--s3-port', '0', '--lambda-port', '0'];
  const programs = [
    new Program('startTimestream() in memory, with its S3', process.execPath, () => ['-e', embedding]),
    new Program('npm start, no fleet', 'npm', () => ['start', '--', '--no-simulate', '--data', emptyFolder(), ...ports]),
  ];
  try {
    const timings = await interleaved(programs, ROUNDS);
    const [embedded, stack] = timings;
    finish({
      name: 'start',
      title: 'From a fresh process to the first request',
      setting: [`Median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUp} for the disk cache; each in a new process, until it says that it is ready`],
      columns: ['start of', 'median ms', 'middle half'],
      rows: timings.map(({ medianMs, lowMs, highMs }, index) => [programs[index]?.name ?? '', shortNumber(medianMs), `${shortNumber(lowMs)} to ${shortNumber(highMs)}`]),
      checks: [atLeast('npm start takes so many times as long', (stack?.medianMs ?? 0) / (embedded?.medianMs ?? Infinity), LEAST_RATIO)],
    });
  } finally {
    await stop();
    rmSync(data, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
