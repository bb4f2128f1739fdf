/** `npm run timestream`: the Timestream-compatible server alone. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from './message-of';
import type { RunningTimestream } from './server';
import { startTimestream } from './server';

const defaultPort = 4580;
/** How many ports after the default one are tried when it is taken. */
const portsTried = 100;

interface Settings {
  /** Undefined: the default one or the next free. */
  readonly port: number | undefined;
  readonly host: string;
  readonly data: string;
  readonly extensions: boolean;
}

function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      data: { type: 'string', default: '.tidegauge' },
      host: { type: 'string', default: '127.0.0.1' },
      extensions: { type: 'boolean', default: false },
    },
  });
  if (values.port !== undefined && (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535)) throw new Error(`--port ${values.port} is not a port number`);
  return {
    port: values.port === undefined ? undefined : Number(values.port),
    host: values.host,
    // The whole local stack keeps its data in one folder; this is the part of it that `npm start` uses as well.
    data: values.data === ':memory:' ? values.data : join(values.data, 'timestream'),
    extensions: values.extensions,
  };
}

async function start({ port, ...settings }: Settings): Promise<RunningTimestream> {
  if (port !== undefined) {
    return startTimestream({ port, ...settings }).catch((cause: unknown) => {
      throw isTaken(cause) ? new Error(`--port ${port} is taken`, { cause }) : cause;
    });
  }
  for (let candidate = defaultPort; candidate < defaultPort + portsTried; candidate += 1) {
    try {
      return await startTimestream({ port: candidate, ...settings });
    } catch (cause) {
      if (!isTaken(cause)) throw cause;
    }
  }
  throw new Error(`the ports ${defaultPort} to ${defaultPort + portsTried - 1} are taken`);
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}

function fail(cause: unknown): never {
  process.stderr.write(`timestream: ${messageOf(cause)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2));
  const running = await start(settings);
  process.stdout.write(`ready: Timestream (write and query) on ${running.endpoint}, data in ${settings.data}\n`);
  const stop = () => {
    // A second signal ends it the hard way; what was acknowledged is on disk.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop);
    running.close().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

main().catch(fail);
