/** `npm start`: reads the flags, starts the stack, says what is where, and stops it on a signal. */
import { join } from 'node:path';
import { TemplateError } from '../template/template-error';
import { announcement } from './announcement';
import { DataFolderError } from './data-folder';
import { FlagError, type StartSettings, readFlags, requireTables, usage } from './flags';
import { quietClients } from './local-client';
import { PackagingError } from './package-service';
import { type Stack, startStack } from './stack';
import { PortError } from './start-on-port';

const root = join(__dirname, '../..');

/** 128 + SIGINT, what shells expect of an interrupted program. */
const interruptedStatus = 130;

/** What shells expect of wrong usage. */
const usageStatus = 2;

function log(line: string): void {
  console.log(line);
}

async function start(settings: StartSettings, stopping: AbortController): Promise<Stack> {
  log(`Tidegauge starts, data folder ${settings.data}`);
  const stack = await startStack(settings, root, log, stopping);
  for (const line of announcement(stack.addresses, stack.example)) log(line);
  return stack;
}

/** One Ctrl-C arrives several times: from the terminal, and again from npm and tsx, which pass it on. */
const sameSignalMs = 500;

/** The first signal stops in order, the second at once; no child outlives either, since the first has ended the packaging. */
function stopOnSignal(starting: Promise<Stack>, stopping: AbortController): void {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined && Date.now() - stoppingSince < sameSignalMs) return;
    if (stoppingSince !== undefined) process.exit(interruptedStatus);
    stoppingSince = Date.now();
    log('stopping (again stops at once)');
    stopping.abort();
    void starting.then((stack) => stack.close(), (error: unknown) => { if (error !== stopping.signal.reason) throw error; })
      .then(() => { log('stopped'); process.exit(0); }, fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** What a user can put right is said in a line; anything else with its stack and causes. */
const expected = [FlagError, PortError, DataFolderError, PackagingError, TemplateError];

function fail(error: unknown): void {
  console.error(error instanceof Error && expected.some((kind) => error instanceof kind) ? error.message : error);
  process.exit(error instanceof FlagError ? usageStatus : 1);
}

function main(): void {
  // Lambda runs in UTC, and worker threads take the time zone of the process.
  Object.assign(process.env, { TZ: 'UTC' }, quietClients);
  const settings = readFlags(process.argv.slice(2), root);
  if (settings === 'help') return log(usage);
  requireTables(settings);
  const stopping = new AbortController();
  const starting = start(settings, stopping);
  starting.catch((error: unknown) => { if (error !== stopping.signal.reason) fail(error); });
  stopOnSignal(starting, stopping);
}

try {
  main();
} catch (error) {
  fail(error);
}
