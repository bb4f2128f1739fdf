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
  /** Where its readings lie now, when they are refused. */
  readonly keys?: readonly string[];
}

/** An answer of some hundred kilobytes; a list shows the rest. */
const maxReported = 200;

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
    const settled = await settle(client, service, fitting, order, invocation);
    if (settled.result !== undefined) results.push(settled.result);
    outcomes.push(...fitting.map(({ object }, index) => [object.key, settled.outcomes[index] ?? notSettled] as const));
    outcomes.push(...missing.map((key) => [key, gone] as const));
    if (fitting.length < letters.length) return redriven({ after: fitting.at(-1)?.object.key ?? after, startedAtMs });
    if (outcomes.length >= order.limit || !invocation.mayGoOn()) return redriven({ after: lastKey, startedAtMs });
  }
  return redriven();
}

const gone: Outcome = { kind: 'not-redriven', detail: 'there is no such letter (any more)' };
const notSettled: Outcome = { kind: 'left', detail: 'it was not settled' };

/** Letters that this redrive writes itself are left out: another one tries them. */
async function* chunksOf({ letters: wanted }: RedriveOrder, after: string, beforeMs: number, { config, tableOfTopic, signal }: RedriveInvocation): AsyncGenerator<Chunk> {
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
  const reports = outcomes.flatMap(([key, outcome]) => ('detail' in outcome ? [{ key, outcome: outcome.kind, detail: outcome.detail, ...('keys' in outcome ? { keys: outcome.keys } : {}) }] : []));
  return { counts, attention: reports.slice(0, maxReported) };
}
