/** A server process of a benchmark: found on PATH or in a given folder, started over an empty folder, stopped by its id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineMissing } from './engine';

/** How long a server may take to answer for the first time. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** Where Debian keeps what it does not put on PATH. */
const debianFolders = ['/usr/sbin', '/usr/lib/postgresql/15/bin'];

/** @throws EngineMissing */
export function findProgram(name: string): string {
  const given = process.env.BENCH_PEERS;
  const unpacked = given === undefined ? [] : ['usr/bin', 'usr/sbin', 'usr/lib/postgresql/15/bin', ''].map((folder) => join(given, folder));
  const folders = [...unpacked, ...(process.env.PATH ?? '').split(delimiter), ...debianFolders];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found === undefined) throw new EngineMissing(`${name} is not installed (bench/README.md says where it comes from)`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  // A server that listens on a port has this kind of address.
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export interface ServerStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Fails until the server answers. */
  readonly isReady: () => Promise<unknown>;
}

export class ChildServer {
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => { this.#output = (this.#output + text).slice(-4_000); });
  }

  static async start({ program, args, env, user, isReady }: ServerStart): Promise<ChildServer> {
    const server = new ChildServer(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, ...user }));
    const endMs = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      if (server.#child.exitCode !== null || Date.now() > endMs) {
        await server.stop();
        throw new Error(`${program} did not start: ${server.#output}`);
      }
      if (await isReady().then(() => true, () => false)) return server;
      await delay(50);
    }
  }

  /** What it printed last. */
  get output(): string {
    return this.#output;
  }

  peakMemoryBytes(): number {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8'))?.[1];
    return Number(kib) * 1024;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(killer);
  }
}
