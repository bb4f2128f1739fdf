/** `npm run dead-letters`: shows which messages were refused and why, from the data folder of the stack, running or not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DeadLetter } from './dead-letters/dead-letter';
import { payloadText } from './dead-letters/payload-text';
import { readDeadLetters } from './dead-letters/read-dead-letters';

const usage = `npm run dead-letters                     list all, newest first
npm run dead-letters -- --reason R       list those with one reason
npm run dead-letters -- show KEY         show one with its payload; the end of the key is enough
  --data DIR                             the data folder of the stack (.tidegauge)`;

const defaultData = '.tidegauge';

/**
 * @returns what to print
 * @throws Error that says what is wrong with the arguments
 */
export function deadLetters(args: readonly string[]): string {
  const { values, positionals } = parse(args);
  if (values.help) return usage;
  const data = values.data ?? defaultData;
  // Before the first start there is no folder, and nothing was refused; but a folder that was named should be one.
  if (values.data !== undefined && !existsSync(join(data, 'format'))) throw new Error(`--data ${data} is not the data folder of a stack`);
  const [command, key, surplus] = positionals;
  const letters = readDeadLetters(data);
  if (command === undefined) {
    return list(letters, values.reason, data);
  }
  if (command !== 'show' || key === undefined || surplus !== undefined) {
    throw new Error(usage);
  }
  return show(one(letters, key));
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } },
    });
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
}

function list(all: readonly DeadLetter[], reason: string | undefined, data: string): string {
  const letters = all.filter((letter) => reason === undefined || letter.reason === reason);
  if (letters.length === 0) {
    return `no dead letters${reason === undefined ? '' : ` with reason ${reason}`} in ${data}`;
  }
  const width = Math.max(...letters.map((letter) => letter.reason.length));
  const rows = letters.flatMap((letter) => [
    `${letter.at}  ${letter.reason.padEnd(width)}  ${[letter.topic, letter.detail].filter((part) => part !== undefined).join('  ')}`,
    `    ${letter.key}`,
  ]);
  return [summary(letters), '', ...rows].map(printable).join('\n');
}

function summary(letters: readonly DeadLetter[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of letters) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const parts = [...counts].sort(([, one], [, other]) => other - one).map(([reason, count]) => `${count} ${reason}`);
  return `${letters.length} dead letter${letters.length === 1 ? '' : 's'}: ${parts.join(', ')}`;
}

/** Keys are long, and their last part is a hash: any ending that fits only one will do. */
function one(letters: readonly DeadLetter[], key: string): DeadLetter {
  const found = letters.filter((letter) => letter.key.endsWith(key) || letter.key.endsWith(`${key}.json`));
  const [letter] = found;
  if (letter === undefined || found.length > 1) {
    throw new Error(`${found.length === 0 ? 'no' : found.length} dead letters have a key that ends in ${key}`);
  }
  return letter;
}

function show({ key, reason, detail, at, topic, payload, body }: DeadLetter): string {
  const facts = [['key', key], ['reason', reason], ['detail', detail], ['at', at], ['topic', topic]]
    .flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [printable(`${name.padEnd(8)}${value}`)]));
  const content = payload === undefined
    ? ['the object does not carry the payload; it says:', payloadText(Buffer.from(body))]
    : [`payload ${payload.length} bytes`, payloadText(payload)];
  return [...facts, ...content].join('\n');
}

/** Topics and details repeat what a device sent, and must not steer the terminal. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

if (require.main === module) {
  try {
    console.log(deadLetters(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
