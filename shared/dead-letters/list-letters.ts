/** The letters of a selection, a page at a time, with counts, for functions/redrive. */
import type { Cursor } from './cursor';
import { listedLetters } from './listed-letters';
import { letterSummary, type LetterSummary } from './letter-summary';
import { letterChunks } from './read-letters';
import type { Selection, TableOfTopic } from './selection';
import { lambdaPrefix, reasonPrefix } from './stored-letter';

export type Counts = Readonly<Record<string, number>>;

export interface LetterPage {
  readonly letters: readonly LetterSummary[];
  /** Of the letters on this page. */
  readonly byReason: Counts;
  readonly bySource: Counts;
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: Cursor;
}

export interface LetterList {
  readonly bucket: string;
  readonly selection: Selection;
  readonly limit: number;
  readonly cursor: Cursor;
  readonly tableOfTopic: TableOfTopic;
  /** Whether there is time for more. */
  readonly mayGoOn: () => boolean;
  readonly signal?: AbortSignal;
}

export async function listLetters({ bucket, selection, limit, cursor: { after, startedAtMs }, tableOfTopic, mayGoOn, signal }: LetterList): Promise<LetterPage> {
  const letters: LetterSummary[] = [];
  let lastKey = after;
  let isEnd = true;
  const scan = { bucket, selection, tableOfTopic, after, beforeMs: Infinity, ...(signal === undefined ? {} : { signal }) };
  for await (const chunk of letterChunks(scan)) {
    const fitting = chunk.letters.slice(0, limit - letters.length);
    letters.push(...fitting.map((letter) => letterSummary(letter, tableOfTopic)));
    const isCut = fitting.length < chunk.letters.length;
    lastKey = isCut ? (fitting.at(-1)?.object.key ?? lastKey) : chunk.lastKey;
    if (isCut || letters.length === limit || !mayGoOn()) {
      isEnd = false;
      break;
    }
  }
  return {
    letters,
    byReason: countsOf(letters.map(({ reason }) => reason)),
    bySource: countsOf(letters.map(({ source }) => source ?? 'unknown')),
    ...(isEnd ? {} : { cursor: { after: lastKey, startedAtMs } }),
  };
}

/** How many keys are counted: a hundred requests, a few seconds. */
const maxKeysCounted = 100_000;

export interface LetterTotals {
  readonly byReason: Counts;
  /** False when there are more letters than were counted. */
  readonly isWhole: boolean;
}

/** Counts letters by their keys alone, so that it takes no time to see what there is; source and table do not stand in a key. */
export async function countLetters(bucket: string, { reason, fromMs, toMs }: Selection, mayGoOn: () => boolean, signal?: AbortSignal): Promise<LetterTotals> {
  const reasons: string[] = [];
  for await (const { key } of listedLetters(bucket, { reason, fromMs, toMs }, '', signal)) {
    reasons.push(key.startsWith(lambdaPrefix) ? 'invocation-failed' : (key.slice(reasonPrefix.length).split('/')[0] ?? ''));
    if (reasons.length === maxKeysCounted || !mayGoOn()) return { byReason: countsOf(reasons), isWhole: false };
  }
  return { byReason: countsOf(reasons), isWhole: true };
}

function countsOf(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
