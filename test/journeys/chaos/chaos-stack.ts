/** The stack with an injected clock, as its own process: `CLOCK_AHEAD_MS` says how far it is ahead of the machine's. */
import { announcement } from '../../../local/start/announcement';
import { readFlags } from '../../../local/start/flags';
import { quietClients } from '../../../local/start/local-client';
import { startStack } from '../../../local/start/stack';
import { root } from '../running-stack';

async function main(): Promise<void> {
  Object.assign(process.env, { TZ: 'UTC' }, quietClients);
  const aheadMs = Number(process.env['CLOCK_AHEAD_MS']);
  const settings = readFlags(process.argv.slice(2), root);
  if (settings === 'help') throw new Error('no help here');
  const stack = await startStack(settings, root, (line) => { console.log(line); }, new AbortController(), () => Date.now() + aheadMs);
  for (const line of announcement(stack.addresses, stack.example)) console.log(line);
}

void main();
