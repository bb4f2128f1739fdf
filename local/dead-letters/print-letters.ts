/** Letters as text, in a list or one with its payload: dead-letters prints it, wherever the letters come from. */
import type { DeadLetter } from './dead-letter';
import { payloadText } from './payload-text';
import { printable } from './printable';

export type ListedLetter = Pick<DeadLetter, 'key' | 'reason' | 'detail' | 'at' | 'topic' | 'source' | 'table'>;

export function letterList(letters: readonly ListedLetter[]): string {
  // Not by Math.max: it takes fewer arguments than there may be letters.
  const width = letters.reduce((longest, { reason }) => Math.max(longest, reason.length), 0);
  const rows = letters.flatMap((letter) => [
    `${letter.at}  ${letter.reason.padEnd(width)}  ${[wayOf(letter), letter.detail].filter((part) => part !== '').join('  ')}`,
    `    ${letter.key}`,
  ]);
  return [summary(letters), '', ...rows].map(printable).join('\n');
}

/** What came over HTTP or from a gateway has no topic. */
function wayOf({ topic, source, table }: ListedLetter): string {
  return topic ?? [source, table].filter((part) => part !== undefined).join(' ');
}

function summary(letters: readonly ListedLetter[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of letters) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const parts = [...counts].sort(([, one], [, other]) => other - one).map(([reason, count]) => `${count} ${reason}`);
  return `${letters.length} dead letter${letters.length === 1 ? '' : 's'}: ${parts.join(', ')}`;
}

export type ShownLetter = ListedLetter & Pick<DeadLetter, 'payload' | 'body'>;

export function wholeLetter({ key, reason, detail, at, topic, source, table, payload, body }: ShownLetter): string {
  const facts = [['key', key], ['reason', reason], ['detail', detail], ['at', at], ['topic', topic], ['source', source], ['table', table]]
    .flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [printable(`${name.padEnd(8)}${value}`)]));
  const content = payload === undefined
    ? ['the object does not carry the payload; it says:', payloadText(Buffer.from(body))]
    : [`payload ${payload.length} bytes`, payloadText(payload)];
  return [...facts, ...content].join('\n');
}
