/** `npm run timestream`: the Timestream-compatible server alone, with its S3; `-- backup` asks a running one for a copy of its store. */
import { FlagError } from './start/parse-flags';
import { requestBackup } from './start/request-backup';
import { readStandaloneFlags, type ServeSettings, usage } from './start/standalone-flags';
import { startStandalone } from './start/start-standalone';
import { stopOnSignals } from './start/stop-on-signals';
import { messageOf } from './timestream/message-of';
import { isLoopback } from './timestream/server';

/** What shells expect of wrong usage. */
const usageStatus = 2;

const log = (line: string) => void process.stdout.write(`${line}\n`);
const warn = (line: string) => void process.stderr.write(`timestream: ${line}\n`);

async function serve(settings: ServeSettings): Promise<void> {
  if (!isLoopback(settings.host) && settings.accessKeys === undefined) {
    warn(`whoever reaches ${settings.host} can read and write everything: it is no loopback address, and there is no --access-key`);
  }
  const starting = startStandalone({ ...settings, log, warn });
  stopOnSignals(async () => (await starting).close(), fail);
  const { timestream, s3Endpoint } = await starting;
  if (s3Endpoint !== undefined) log(`S3 on ${s3Endpoint}`);
  log(`ready: Timestream (write and query) on ${timestream.endpoint}, data in ${settings.data}`);
}

async function main(): Promise<void> {
  const command = readStandaloneFlags(process.argv.slice(2), process.env);
  switch (command.kind) {
    case 'help':
      return log(usage);
    case 'backup':
      return log(await requestBackup(command.settings));
    case 'serve':
      return serve(command.settings);
  }
}

/** What a user can put right is said in a line, as the server's own data folder does. */
function fail(cause: unknown): never {
  warn(messageOf(cause));
  process.exit(cause instanceof FlagError ? usageStatus : 1);
}

main().catch(fail);
