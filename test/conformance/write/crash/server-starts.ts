/** Starts the crash test's server on its folder again and again, and kills some of the servers before they are ready. */
import type { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { below, type Random } from '../../../../bench/random';
import { buildServer } from '../../../local/timestream/built-server';
import { spawnServerProcess, startServerProcess, type ServerProcess } from '../../../local/timestream/server-process';
import { changeControl, wireCalls, type Call } from '../../../local/timestream/wire-call';

/** It takes about as long to be ready. */
const maxStartMs = 500;
/** Whose words are kept for the message of a failure. */
const outputsKept = 2;

export class ServerStarts {
  /** How far the server's clock is ahead. */
  aheadMs = 0;
  readonly #program = buildServer();
  readonly #args: readonly string[];
  #outputs: { readonly text: string }[] = [];

  constructor(folder: string, private readonly agent: Agent) {
    this.#args = ['--port', '0', '--data', folder];
  }

  async start(): Promise<{ server: ServerProcess; call: Call }> {
    const server = await startServerProcess(this.#args, this.#program);
    this.#outputs = [...this.#outputs, server.output].slice(-outputsKept);
    await changeControl(server.endpoint, this.agent, { clock: { advanceMs: this.aheadMs } });
    return { server, call: wireCalls(server.endpoint, this.agent) };
  }

  async killOneThatStarts(random: Random): Promise<void> {
    const server = spawnServerProcess(this.#args, this.#program);
    await Promise.race([wait(below(maxStartMs, random)), server.ready.catch(() => undefined)]);
    server.process.kill('SIGKILL');
    if (await server.ended !== 'SIGKILL') throw new Error(`the server ended before it was ready: ${server.output.text}`);
  }

  nowMs(): number {
    return Date.now() + this.aheadMs;
  }

  /** What the last servers printed. */
  get outputs(): string {
    return this.#outputs.map(({ text }) => text).join('\n');
  }
}
