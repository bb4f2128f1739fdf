/** Sends the messages of some letters through ingest again and settles each letter: redrive calls it chunk by chunk. */
import { deleteObject } from '../dead-letters/bucket';
import type { StoredLetter } from '../dead-letters/stored-letter';
import type { ServiceDefinition } from '../tables/definition';
import type { TimestreamWriteClient } from '../timestream/clients';
import { mapInFlight } from '../timestream/in-flight';
import { collectRejects } from './collect-rejects';
import { decodeUnlessTooOften, type DecodedLetter } from './decode-letter';
import { distinctMessages, positionKey, positionKeys } from './distinct-messages';
import { ingest, type IngestInvocation } from './ingest';
import type { IngestResult, ReadingOutcome, SettledReading } from './outcome';

/** What became of a letter. It is still there when it is `left` or `not-redriven`; when it is `refused`, under the new key. */
export type LetterOutcome =
  | { readonly kind: 'written' | 'superseded' }
  /** Refused again, or a report whose records are letters of their own now. */
  | { readonly kind: 'refused'; readonly detail: string; readonly keys: readonly string[] }
  /** To be tried again as it is; no attempt is counted. */
  | { readonly kind: 'left'; readonly detail: string }
  /** There is nothing to send, or it has been sent often enough. */
  | { readonly kind: 'not-redriven'; readonly detail: string };

export interface RedrivenLetters {
  /** One for each letter, in their order. */
  readonly outcomes: readonly LetterOutcome[];
  /** What became of their readings; one that comes again is retryable, whatever became of it this time. */
  readonly result: IngestResult;
}

/** No limit of S3. */
const deletesInFlight = 20;

/**
 * Doing it twice, or twice at once, is harmless, and so is a crash at any point: a letter is deleted only when what it stands for is
 * written or stored under other keys, and only as it was read.
 */
export async function redriveLetters(
  client: TimestreamWriteClient,
  service: ServiceDefinition,
  letters: readonly StoredLetter[],
  maxAttempts: number,
  invocation: IngestInvocation,
): Promise<RedrivenLetters> {
  const entries = letters.map((letter) => ({ letter, decoded: decodeUnlessTooOften(service, letter, maxAttempts) }));
  const messages = distinctMessages(entries.map(({ decoded }) => decoded));
  const result = await ingest(client, messages, invocation);
  const keys = messages.flatMap((message) => message.readings.map((reading) => positionKey(message, reading)));
  const settled = new Map(keys.map((key, index) => [key, result.readings[index]?.outcome ?? notSettled]));

  const redriven = await mapInFlight(entries, deletesInFlight, async ({ letter, decoded }) => {
    const readings = await readingsOf(decoded, settled, invocation);
    const outcome = await removeSettled(letter, verdict(decoded, [...readings.values()]), invocation);
    return { readings, outcome };
  });
  return { outcomes: redriven.map(({ outcome }) => outcome), result: { ...result, readings: relabelled(redriven) } };
}

type Readings = ReadonlyMap<string, ReadingOutcome>;

const notSettled: ReadingOutcome = { kind: 'retryable', error: new Error('the reading was not settled') };

/** What the letter stands for, by position. */
async function readingsOf(decoded: DecodedLetter, settled: Readings, invocation: IngestInvocation): Promise<Readings> {
  if (decoded.kind !== 'bucket-event') return new Map(positionKeys(decoded).map((key) => [key, settled.get(key) ?? notSettled]));
  const event = JSON.stringify(decoded.event);
  const { readings } = await collectRejects(decoded.event, invocation).catch((cause: unknown) => ({ readings: [{ messageIndex: 0, outcome: retryable(cause) }] }));
  return new Map(readings.map(({ outcome }, index) => [`${event} ${index}`, outcome]));
}

const retryable = (error: unknown): ReadingOutcome => ({ kind: 'retryable', error: error instanceof Error ? error : new Error(String(error)) });

function verdict(decoded: DecodedLetter, readings: readonly ReadingOutcome[]): LetterOutcome {
  if (decoded.kind === 'nothing') return { kind: 'not-redriven', detail: decoded.why };
  // A report that is gone, or a letter that speaks of a reading its message has not: nothing was settled in its place.
  if (readings.length === 0) return { kind: 'not-redriven', detail: 'nothing of what it stands for is there' };
  const retried = readings.find((outcome) => outcome.kind === 'retryable');
  if (retried !== undefined) return { kind: 'left', detail: retried.error.message };
  const refused = readings.filter((outcome) => outcome.kind === 'dead-lettered');
  const [first] = refused;
  if (first !== undefined) return { kind: 'refused', detail: `${first.reason}: ${first.detail}`, keys: refused.map(({ key }) => key) };
  return { kind: readings.some(({ kind }) => kind === 'written') ? 'written' : 'superseded' };
}

/** Deletes a letter that is settled elsewhere. One that somebody has stored again since it was read stays, and so does one that cannot be deleted. */
async function removeSettled({ object }: StoredLetter, outcome: LetterOutcome, { config, signal }: IngestInvocation): Promise<LetterOutcome> {
  if (outcome.kind === 'left' || outcome.kind === 'not-redriven') return outcome;
  if (outcome.kind === 'refused' && outcome.keys.includes(object.key)) return outcome;
  try {
    return (await deleteObject(config.deadLetterBucket, object, signal)) ? outcome : { kind: 'left', detail: 'it was stored again meanwhile' };
  } catch (error) {
    return { kind: 'left', detail: `its reading is settled, but the letter could not be deleted: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Each reading once. The messages are two: what is settled, and what a letter that is left will bring again. */
function relabelled(redriven: readonly { readonly readings: Readings; readonly outcome: LetterOutcome }[]): readonly SettledReading[] {
  const all = new Map(redriven.flatMap(({ readings }) => [...readings]));
  const left = new Map(redriven.flatMap(({ readings, outcome }) => (outcome.kind === 'left' ? [...readings.keys()].map((key) => [key, outcome.detail] as const) : [])));
  const settled = [...all].filter(([key]) => !left.has(key)).map(([, outcome]) => ({ messageIndex: 0, outcome }));
  return [...settled, ...[...left.values()].map((detail) => ({ messageIndex: 1, outcome: retryable(new Error(detail)) }))];
}
