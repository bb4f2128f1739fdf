/** Sends a selection of dead letters through ingest again, as far as one invocation gets: functions/redrive answers with what became of them. */
import type { Cursor } from '../dead-letters/cursor';
import { letterChunks, readLetters } from '../dead-letters/read-letters';
import type { RedriveOrder } from '../dead-letters/redrive-request';
import type { TableOfTopic } from '../dead-letters/selection';
import type { StoredLetter } from '../dead-letters/stored-letter';
import type { ServiceDefinition } from '../tables/definition';
import type { TimestreamWriteClient } from '../timestream/clients';
import type { IngestInvocation } from './ingest';
import type { IngestResult } from './outcome';
import { redriveLetters, type LetterOutcome } from './redrive-letters';
import { tryLetters, type TriedOutcome } from './try-letters';

export interface RedriveInvocation extends IngestInvocation {
  /** Whether there is time for another chunk of letters. */
  readonly mayGoOn: () => boolean;
  readonly tableOfTopic: TableOfTopic;
}

export interface Redriven {
  /** How many letters there were of each outcome; together they are the letters of the selection that were come to. */
  readonly counts: ReadonlyMap<Outcome['kind'], number>;
  /** Those that are not settled, or under another key: the first of them. */
  readonly attention: readonly LetterReport[];
  /** What became of the readings, chunk by chunk. */
  readonly results: readonly IngestResult[];
  /** Where to go on; absent at the end. */
  readonly cursor?: Cursor;
}

type Outcome = LetterOutcome | TriedOutcome;

export interface LetterReport {
  readonly key: string;
  readonly outcome: Outcome['kind'];
  readonly detail: string;
  /** Where its readings lie now, when they are refused: the first of them. */
  readonly keys?: readonly string[];
  /** How many there are beyond those. */
  readonly moreKeys?: number;
}

/** An answer of some hundred kilobytes, though a letter may hold a batch; a list shows the rest. */
const maxReported = 200;
const maxKeysReported = 20;

/** A given key may be that of a whole batch of stream records. */
const keysPerChunk = 10;

interface Chunk {
  readonly lastKey: string;
  readonly letters: readonly StoredLetter[];
  readonly missing: readonly string[];
}

/** @throws what reading the bucket meets; all letters before that are settled */
export async function redrive(client: TimestreamWriteClient, service: ServiceDefinition, order: RedriveOrder, invocation: RedriveInvocation): Promise<Redriven> {
  const { after, startedAtMs } = order.cursor ?? { after: '', startedAtMs: invocation.now() };
  const outcomes: (readonly [key: string, outcome: Outcome])[] = [];
  const results: IngestResult[] = [];
  const redriven = (cursor?: Cursor) => ({ ...summary(outcomes), results, ...(cursor === undefined ? {} : { cursor }) });
  for await (const { letters, missing, lastKey } of chunksOf(order, after, startedAtMs, invocation)) {
    const fitting = letters.slice(0, order.limit - outcomes.length);
    const doneTo = fitting.length < letters.length ? (fitting.at(-1)?.object.key ?? after) : lastKey;
    const settled = await settle(client, service, fitting, order, invocation);
    if (settled.result !== undefined) results.push(settled.result);
    outcomes.push(...fitting.map(({ object }, index) => [object.key, settled.outcomes[index] ?? notSettled] as const));
    outcomes.push(...missing.filter((key) => key <= doneTo).map((key) => [key, gone] as const));
    if (outcomes.length >= order.limit || !invocation.mayGoOn()) return redriven({ after: doneTo, startedAtMs });
  }
  return redriven();
}

const gone: Outcome = { kind: 'not-redriven', detail: 'there is no such letter (any more)' };
const notSettled: Outcome = { kind: 'left', detail: 'it was not settled' };

async function* chunksOf(order: RedriveOrder, after: string, beforeMs: number, invocation: RedriveInvocation): AsyncGenerator<Chunk> {
  for await (const chunk of readChunks(order, after, beforeMs, invocation)) yield* batchesApart(chunk);
}

/** A batch of stream records may hold very many readings: each is settled by itself, within the memory and time that there is for it. */
function* batchesApart({ letters, missing, lastKey }: Chunk): Generator<Chunk> {
  let own: StoredLetter[] = [];
  let after = '';
  const chunkTo = (last: string): Chunk => ({ letters: own, missing: missing.filter((key) => key > after && key <= last), lastKey: last });
  for (const letter of letters) {
    const previous = own.at(-1);
    if (previous !== undefined && [previous, letter].some(({ content }) => content.kind === 'stream-records')) {
      const { key } = previous.object;
      yield chunkTo(key);
      [own, after] = [[], key];
    }
    own.push(letter);
  }
  yield chunkTo(lastKey);
}

/** Letters that this redrive writes itself are left out: another one tries them. */
async function* readChunks({ letters: wanted }: RedriveOrder, after: string, beforeMs: number, { config, tableOfTopic, signal }: RedriveInvocation): AsyncGenerator<Chunk> {
  const bucket = config.deadLetterBucket;
  if (wanted.kind === 'selection') {
    for await (const chunk of letterChunks({ bucket, selection: wanted.selection, tableOfTopic, after, beforeMs, signal })) yield { ...chunk, missing: [] };
    return;
  }
  const keys = wanted.keys.filter((key) => key > after).sort();
  for (let start = 0; start < keys.length; start += keysPerChunk) {
    const own = keys.slice(start, start + keysPerChunk);
    const letters = await readLetters(bucket, own, signal);
    const found = new Set(letters.map(({ object }) => object.key));
    yield { letters, missing: own.filter((key) => !found.has(key)), lastKey: own.at(-1) ?? after };
  }
}

async function settle(client: TimestreamWriteClient, service: ServiceDefinition, letters: readonly StoredLetter[], { dryRun, maxAttempts }: RedriveOrder, invocation: RedriveInvocation) {
  if (dryRun) return { outcomes: tryLetters(service, letters, maxAttempts), result: undefined };
  return redriveLetters(client, service, letters, maxAttempts, invocation);
}

function summary(outcomes: readonly (readonly [string, Outcome])[]): Pick<Redriven, 'counts' | 'attention'> {
  const counts = new Map<Outcome['kind'], number>();
  for (const [, { kind }] of outcomes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const attention = outcomes.flatMap(([key, outcome]) => ('detail' in outcome ? [{ key, outcome: outcome.kind, detail: outcome.detail, ...('keys' in outcome ? firstOf(outcome.keys) : {}) }] : []));
  return { counts, attention: attention.slice(0, maxReported) };
}

function firstOf(keys: readonly string[]): Pick<LetterReport, 'keys' | 'moreKeys'> {
  const more = keys.length - maxKeysReported;
  return { keys: keys.slice(0, maxKeysReported), ...(more > 0 ? { moreKeys: more } : {}) };
}
