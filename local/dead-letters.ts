/**
 * `npm run dead-letters`: which messages were refused and why, from the data folder of the stack, running or not; and sends them
 * again, through the function that does the same on AWS.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Narrowing, type Place, readArguments, usage, UsageError } from './dead-letters/arguments';
import type { DeadLetter } from './dead-letters/dead-letter';
import { letterList, wholeLetter } from './dead-letters/print-letters';
import { readDeadLetters } from './dead-letters/read-dead-letters';
import { redrive } from './dead-letters/redrive';
import { type RedriveFunction, redriveFunction } from './dead-letters/redrive-function';
import { listRemote, showRemote } from './dead-letters/remote-letters';
import { isSelected } from './dead-letters/selected';
import { quietClients } from './start/local-client';

type DataFolder = Extract<Place, { kind: 'data-folder' }>;

/**
 * @param progress hears of long work how far it has got, a line at a time
 * @returns what to print
 * @throws UsageError that says what is wrong with the arguments, or Error that says what could not be done
 */
export async function deadLetters(args: readonly string[], progress: (line: string) => void): Promise<string> {
  const { order, place } = readArguments(args);
  switch (order.kind) {
    case 'help':
      return usage;
    case 'list':
      return place.kind === 'data-folder' ? listLocal(place, order.narrowing) : withFunction(place, async (remote) => listed(await listRemote(remote, order.narrowing, progress), order.narrowing, 'the bucket'));
    case 'show':
      return place.kind === 'data-folder' ? wholeLetter(one(lettersIn(place), order.key)) : withFunction(place, async (remote) => wholeLetter(await showRemote(remote, order.key)));
    case 'redrive': {
      const keys = place.kind === 'data-folder' ? order.keys.map((key) => one(lettersIn(place), key).key) : order.keys;
      return withFunction(place, (remote) => redrive({ ...order, keys }, remote, progress));
    }
  }
}

/** Before the first start there is no folder, and nothing was refused; but a folder that was named should be one. */
function lettersIn({ data, isNamed }: DataFolder): readonly DeadLetter[] {
  if (isNamed && !existsSync(join(data, 'format'))) throw new UsageError(`--data ${data} is not the data folder of a stack`);
  return readDeadLetters(data);
}

function listLocal(place: DataFolder, narrowing: Narrowing): string {
  if (narrowing.table !== undefined) throw new UsageError('--table is for redrive, and for lists with --stage: a data folder does not tell which topic belongs to which table');
  return listed(lettersIn(place).filter(isSelected(narrowing)), narrowing, place.data);
}

function listed(letters: Parameters<typeof letterList>[0], narrowing: Narrowing, where: string): string {
  if (letters.length > 0) return letterList(letters);
  const asked = Object.entries(narrowing).map(([name, value]) => `${name} ${value}`);
  return `no dead letters${asked.length === 0 ? '' : ` with ${asked.join(', ')}`} in ${where}`;
}

/** Keys are long, and their last part is a hash: any ending that fits only one will do. */
function one(letters: readonly DeadLetter[], key: string): DeadLetter {
  const found = letters.filter((letter) => letter.key.endsWith(key) || letter.key.endsWith(`${key}.json`));
  const [letter] = found;
  if (letter === undefined || found.length > 1) {
    throw new UsageError(`${found.length === 0 ? 'no' : found.length} dead letters have a key that ends in ${key}`);
  }
  return letter;
}

async function withFunction(place: Place, work: (remote: RedriveFunction) => Promise<string>): Promise<string> {
  const remote = await redriveFunction(place);
  try {
    return await work(remote);
  } finally {
    remote.close();
  }
}

if (require.main === module) {
  Object.assign(process.env, quietClients);
  deadLetters(process.argv.slice(2), (line) => console.error(line)).then(
    (text) => console.log(text),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
