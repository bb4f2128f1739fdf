/** `npm run dead-letters -- redrive`: invokes the function until all letters of a selection are come to, and says what became of them. */
import type { Order } from './arguments';
import { printable } from './printable';
import type { RedriveFunction } from './redrive-function';

/** The answer of functions/redrive. */
interface Answer {
  readonly letters: Readonly<Record<string, number>>;
  readonly attention: readonly { readonly key: string; readonly outcome: string; readonly detail: string; readonly keys?: readonly string[]; readonly moreKeys?: number }[];
  readonly cursor?: string;
}

/** What the outcomes mean to a person, in the order they are told in. */
const words: Readonly<Record<string, string>> = {
  'accepted': 'would be sent',
  'written': 'written',
  'superseded': 'superseded',
  'refused': 'refused',
  'left': 'left for another time',
  'not-redriven': 'not redriven',
};

/**
 * @param order with whole keys
 * @param progress hears how far it has got, a line an invocation
 * @returns what to print
 */
export async function redrive({ keys, narrowing, all, dryRun, maxAttempts }: Extract<Order, { kind: 'redrive' }>, { invoke }: RedriveFunction, progress: (line: string) => void): Promise<string> {
  const input = {
    action: 'redrive',
    ...(keys.length > 0 ? { keys } : all ? { all } : narrowing),
    ...(dryRun ? { dryRun } : {}),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  };
  const counts = new Map<string, number>();
  const attention: Answer['attention'][number][] = [];
  let cursor: string | undefined;
  do {
    const answer = (await invoke({ ...input, ...(cursor === undefined ? {} : { cursor }) })) as Answer; // what the function answers with
    for (const [outcome, by] of Object.entries(answer.letters)) counts.set(outcome, (counts.get(outcome) ?? 0) + by);
    attention.push(...answer.attention);
    cursor = answer.cursor;
    if (cursor !== undefined) progress(`${summary(counts)} so far`);
  } while (cursor !== undefined);
  const lines = attention.flatMap(({ key, outcome, detail, keys: now = [], moreKeys }) => [
    `${words[outcome] ?? outcome}: ${detail}`,
    `    ${key}`,
    ...now.filter((other) => other !== key).map((other) => `    now ${other}`),
    ...(moreKeys === undefined ? [] : [`    and ${moreKeys} more`]),
  ]);
  return [`${dryRun ? 'dry run of ' : ''}${summary(counts)}`, ...(lines.length === 0 ? [] : ['', ...lines])].map(printable).join('\n');
}

function summary(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = Object.keys(words).flatMap((outcome) => ((counts.get(outcome) ?? 0) === 0 ? [] : `${counts.get(outcome)} ${words[outcome]}`));
  return `${total} letter${total === 1 ? '' : 's'}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}
