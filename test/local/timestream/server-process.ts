/** The server as its own process, as `npm run timestream` runs it; for tests that stop it, kill it or read its output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** What Node runs. */
export interface Program {
  readonly file: string;
  readonly nodeArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const fromSource: Program = { file: 'local/timestream.ts', nodeArguments: ['--import', 'tsx'] };

export interface StartingServer {
  readonly process: ChildProcess;
  /** What it has printed so far, errors too. */
  readonly output: { readonly text: string };
  /** Resolves with its address once it says `ready`. */
  readonly ready: Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface ServerProcess extends StartingServer {
  readonly endpoint: string;
}

export interface EndedProcess {
  readonly code: number | string;
  readonly output: string;
}

const running = new Set<ChildProcess>();

function spawnServer(args: readonly string[], { file, nodeArguments = [], environment = {} }: Program): ChildProcess {
  // Not through npm or the tsx script: a signal shall meet the server itself.
  const child = spawn(process.execPath, [...nodeArguments, file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function whenEnded(child: ChildProcess): Promise<number | string> {
  return once(child, 'exit').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? 'unknown');
}

function outputOf(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => { output.text += part.toString(); });
  return output;
}

/** Begins to run it. */
export function spawnServerProcess(args: readonly string[], program = fromSource): StartingServer {
  const child = spawnServer(args, program);
  const output = outputOf(child);
  const ended = whenEnded(child);
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /^ready: .* on (http:\S+),/m.exec(output.text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the server ended (${code}) before it was ready: ${output.text}`)));
  });
  // Whoever ends it early does not wait for this.
  ready.catch(() => undefined);
  return { process: child, output, ready, ended };
}

/** Runs it until it says `ready`. */
export async function startServerProcess(args: readonly string[], program?: Program): Promise<ServerProcess> {
  const starting = spawnServerProcess(args, program);
  return { ...starting, endpoint: await starting.ready };
}

/** Runs it until it ends by itself. */
export async function runServerProcess(args: readonly string[], program = fromSource): Promise<EndedProcess> {
  const child = spawnServer(args, program);
  const output = outputOf(child);
  const closed = once(child, 'close');
  const code = await whenEnded(child);
  await closed;
  return { code, output: output.text };
}

export async function endServerProcesses(): Promise<void> {
  await Promise.all([...running].map((child) => {
    const ended = whenEnded(child);
    child.kill('SIGKILL');
    return ended;
  }));
}
