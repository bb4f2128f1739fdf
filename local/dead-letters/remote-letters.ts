/** Letters on AWS, through the function: the counterpart of read-dead-letters for `--stage` and `--function`. */
import type { Narrowing } from './arguments';
import type { ListedLetter, ShownLetter } from './print-letters';
import type { RedriveFunction } from './redrive-function';

/** The members of functions/redrive's answers that are printed. */
interface Summary {
  readonly key: string;
  readonly reason: string;
  readonly detail: string;
  readonly topic?: string;
  readonly source?: string;
  readonly table?: string;
  readonly deadLetteredAt: string;
}

const lettersPerPage = 1000;

/** Newest first. */
export async function listRemote({ invoke }: RedriveFunction, narrowing: Narrowing, progress: (line: string) => void): Promise<readonly ListedLetter[]> {
  const letters: ListedLetter[] = [];
  let cursor: string | undefined;
  do {
    const page = (await invoke({ action: 'list', limit: lettersPerPage, ...narrowing, ...(cursor === undefined ? {} : { cursor }) })) as { letters: Summary[]; cursor?: string }; // what the function answers with
    letters.push(...page.letters.map(listed));
    cursor = page.cursor;
    if (cursor !== undefined) progress(`${letters.length} letters so far`);
  } while (cursor !== undefined);
  return letters.sort((one, other) => other.at.localeCompare(one.at));
}

/** @param key whole */
export async function showRemote({ invoke }: RedriveFunction, key: string): Promise<ShownLetter> {
  const letter = (await invoke({ action: 'show', key })) as Summary & { payload: { text?: string; base64?: string } }; // what the function answers with
  const { text, base64 = '' } = letter.payload;
  return { ...listed(letter), payload: text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text), body: '' };
}

function listed({ deadLetteredAt, ...letter }: Summary): ListedLetter {
  return { ...letter, at: deadLetteredAt };
}
