/** `npm start`: reads the flags, starts the stack, says what is where, and stops it on a signal. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemplateError } from '../template/template-error';
import { announcement } from './announcement';
import { DataFolderError } from './data-folder';
import { exampleMessage } from './example-message';
import { FlagError, type StartSettings, readFlags, usage } from './flags';
import { quietClients } from './local-client';
import { PackagingError } from './package-service';
import { type Stack, startStack } from './stack';
import { PortError } from './start-on-port';

const root = join(__dirname, '../..');

/** 128 + SIGINT, what shells expect of an interrupted program. */
const interruptedStatus = 130;

function log(line: string): void {
  console.log(line);
}

async function start(settings: StartSettings): Promise<Stack> {
  log(`Tidegauge starts, data folder ${settings.data}`);
  const stack = await startStack(settings, root, log);
  const example = exampleMessage(JSON.parse(readFileSync(settings.tables, 'utf8')), Date.now());
  for (const line of announcement(stack.addresses, example)) log(line);
  return stack;
}

/** One Ctrl-C arrives several times: from the terminal, and again from npm and tsx, which pass it on. */
const sameSignalMs = 500;

/** The first signal stops in order, the second at once. */
function stopOnSignal(starting: Promise<Stack>): void {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined && Date.now() - stoppingSince < sameSignalMs) return;
    if (stoppingSince !== undefined) process.exit(interruptedStatus);
    stoppingSince = Date.now();
    log('stopping (again stops at once)');
    void starting.then((stack) => stack.close()).then(() => { log('stopped'); process.exit(0); }, fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** What a user can put right is said in a line; anything else with its stack and causes. */
const expected = [FlagError, PortError, DataFolderError, PackagingError, TemplateError];

function fail(error: unknown): void {
  console.error(error instanceof Error && expected.some((kind) => error instanceof kind) ? error.message : error);
  process.exit(1);
}

function main(): void {
  // Lambda runs in UTC, and worker threads take the time zone of the process.
  Object.assign(process.env, { TZ: 'UTC' }, quietClients);
  const settings = readFlags(process.argv.slice(2), root);
  if (settings === 'help') return log(usage);
  if (!existsSync(settings.tables)) throw new FlagError(`--tables ${settings.tables}: there is no such file`);
  const starting = start(settings);
  starting.catch(fail);
  stopOnSignal(starting);
}

try {
  main();
} catch (error) {
  fail(error);
}
