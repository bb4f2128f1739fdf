/** The process that publishes: it makes its messages, says so, and publishes them when a line comes in. */
import { once } from 'node:events';
import { fleetMessages, type Load } from './fleet-messages';
import { publish } from './publish';

async function main([port = '', load = '{}']: readonly string[]): Promise<void> {
  // Written by run-load as a Load.
  const messages = fleetMessages(JSON.parse(load) as Load);
  process.stdout.write('made\n');
  await once(process.stdin, 'data');
  await publish(Number(port), messages);
  process.stdout.write('acknowledged\n');
  process.stdin.destroy();
}

void main(process.argv.slice(2));
