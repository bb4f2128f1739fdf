/** `npm start`: reads the flags, starts the stack, says what is where, and stops it on a signal. */
import { join } from 'node:path';
import { TemplateError } from '../template/template-error';
import { announcement } from './announcement';
import { DataFolderError } from './data-folder';
import { type StartSettings, readFlags, requireTables, usage } from './flags';
import { quietClients } from './local-client';
import { PackagingError } from './package-service';
import { FlagError } from './parse-flags';
import { type Stack, startStack } from './stack';
import { PortError } from './start-on-port';
import { stopOnSignals } from './stop-on-signals';

const root = join(__dirname, '../..');

/** What shells expect of wrong usage. */
const usageStatus = 2;

function log(line: string): void {
  console.log(line);
}

async function start(settings: StartSettings, stopping: AbortController): Promise<Stack> {
  log(`Tidegauge starts, data folder ${settings.data}`);
  const stack = await startStack(settings, root, log, stopping);
  for (const line of announcement(stack.addresses, stack.example, stack.rules)) log(line);
  return stack;
}

/** Also while it starts; no child outlives that, since the abort has ended the packaging. */
async function stop(starting: Promise<Stack>, stopping: AbortController): Promise<void> {
  log('stopping (again stops at once)');
  stopping.abort();
  await starting.then((stack) => stack.close(), (error: unknown) => { if (error !== stopping.signal.reason) throw error; });
  log('stopped');
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
  stopOnSignals(() => stop(starting, stopping), fail);
}

try {
  main();
} catch (error) {
  fail(error);
}
