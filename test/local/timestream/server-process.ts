/** The server as its own process, as `npm run timestream` runs it; for tests that stop it, kill it or read its output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

export interface ServerProcess {
  readonly process: ChildProcess;
  readonly endpoint: string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface EndedProcess {
  readonly code: number | string;
  readonly output: string;
}

const running = new Set<ChildProcess>();

function spawnServer(args: readonly string[]): ChildProcess {
  // Not through npm or the tsx script: a signal shall meet the server itself.
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/timestream/main.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Runs it until it says `ready`. */
export async function startServerProcess(args: readonly string[]): Promise<ServerProcess> {
  const child = spawnServer(args);
  const output = outputOf(child);
  const ended = whenEnded(child);
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /^ready: .* on (http:\S+),/m.exec(output.text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the server ended (${code}) before it was ready: ${output.text}`)));
  });
  return { process: child, endpoint, ended };
}

/** Runs it until it ends by itself. */
export async function runServerProcess(args: readonly string[]): Promise<EndedProcess> {
  const child = spawnServer(args);
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
