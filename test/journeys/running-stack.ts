/** Starts `npm start` as a child process for the journeys, and gives its addresses once it says `ready`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const root = join(__dirname, '../..');

export interface RunningStack {
  readonly http: string;
  readonly mqtt: string;
  readonly timestream: string;
  readonly kinesis: string;
  readonly s3: string;
  readonly lambda: string;
  /** Everything printed so far. */
  readonly lines: readonly string[];
  /** Resolves when a line holds the text. */
  printed(text: string): Promise<string>;
  /** @returns the exit status, or the signal that ended the process */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Starts the program and waits for its end. */
export async function runToEnd(flags: readonly string[]): Promise<{ status: number | null; text: string }> {
  const { child, lines } = spawnMain(flags, npmStart);
  const [status] = await once(child, 'close') as [number | null];
  return { status, text: lines.join('\n') };
}

export interface Program {
  /** Relative to the project folder. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

const npmStart: Program = { program: 'local/start/main.ts', environment: {} };

/**
 * @param what another program than that of `npm start`, which takes the same flags
 * @throws Error with what was printed when the program ends before it is ready
 */
export async function startStackProcess(flags: readonly string[], what = npmStart): Promise<RunningStack> {
  const { child, lines, onLine } = spawnMain(['--http-port', '0', '--mqtt-port', '0', '--timestream-port', '0', '--kinesis-port', '0', '--s3-port', '0', '--lambda-port', '0', ...flags], what);
  const ended = once(child, 'close').then(() => { throw new Error(`ended before it was ready:\n${lines.join('\n')}`); });
  const printed = async (text: string): Promise<string> => {
    for (;;) {
      const line = lines.find((candidate) => candidate.includes(text));
      if (line !== undefined) return line;
      await onLine();
    }
  };
  const ready = await Promise.race([printed('ready http='), ended]);
  ended.catch(() => undefined);
  const address = (name: string): string => new RegExp(`${name}=(\\S+)`).exec(ready)?.[1] ?? '';
  return {
    http: address('http'),
    mqtt: address('mqtt'),
    timestream: address('timestream'),
    kinesis: address('kinesis'),
    s3: address('s3'),
    lambda: address('lambda'),
    lines,
    printed,
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
      const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
      child.kill(signal);
      const [status, endedBy] = await closed;
      return status ?? endedBy;
    },
  };
}

function spawnMain(flags: readonly string[], { program, environment }: Program): { child: ChildProcess; lines: string[]; onLine: () => Promise<void> } {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  // tsx inside the process, not around it: a signal then reaches the stack itself.
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...flags], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const resolve of waiting.splice(0)) resolve();
    });
  }
  return { child, lines, onLine: () => new Promise((resolve) => { waiting.push(resolve); }) };
}

/** Asks again until the answer is what is waited for; the test's own time-out ends the wait. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}
