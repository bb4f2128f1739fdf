/** Decoded messages in, one outcome for each reading out: readings/from-* come before, counts and batch-item-failures after. */
import { setMaxListeners } from 'node:events';
import type { Reading } from '../readings/reading';
import type { DecodedMessage } from '../readings/received-message';
import type { TimestreamWriteClient } from '../timestream/clients';
import { mapInFlight } from '../timestream/in-flight';
import type { RecordOutcome } from '../timestream/record';
import { deadLetterReading, type Arrival, type RefusedReading } from './dead-letter-reading';
import type { IngestResult, SettledReading } from './outcome';
import { writeReadings } from './write-readings';

/** What ingest needs to know of the invocation it works for. */
export interface IngestInvocation {
  readonly functionName: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly config: { readonly database: string; readonly deadLetterBucket: string };
  /** Gives up what is not done yet; those readings are retryable. */
  readonly signal: AbortSignal;
}

/** No limit of S3: enough to store the letters of a message full of mistakes within a second. */
const maxDeadLettersInFlight = 20;

/**
 * Writes what is well-formed, stores what is refused as dead letters, and settles every reading with exactly one outcome.
 * Ingesting a message twice is harmless: the same records again, and the same dead letters under the same keys.
 */
export async function ingest(
  client: TimestreamWriteClient,
  messages: readonly DecodedMessage[],
  invocation: IngestInvocation,
): Promise<IngestResult> {
  // Every request in flight listens to this one signal: more than ten listeners are no leak here.
  setMaxListeners(0, invocation.signal);
  const arrivals = arrivalsOf(messages);
  const readings: Reading[] = [];
  for (const { decoded } of arrivals) if (decoded.kind === 'reading') readings.push(decoded.reading);
  const written = await writeReadings(client, invocation.config.database, readings, invocation.signal);
  return {
    readings: await settle(arrivals, written.outcomes, invocation),
    meteredKib: written.meteredKib,
    ignoredFields: messages.reduce((sum, { ignoredFields }) => sum + ignoredFields, 0),
    skippedValues: messages.reduce((sum, { skippedValues }) => sum + skippedValues, 0),
  };
}

function arrivalsOf(messages: readonly DecodedMessage[]): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  for (const [messageIndex, { message, readings, readingsOfMessage = readings.length }] of messages.entries()) {
    for (const decoded of readings) arrivals.push({ messageIndex, message, decoded, readingsOfMessage });
  }
  return arrivals;
}

/** A reading that nothing is known of is sent again: that is harmless, and losing it is not. */
const notWritten: RecordOutcome = { kind: 'retryable', error: new Error('the reading was not written') };

/** @param written what became of those that were well-formed, in their order */
async function settle(arrivals: readonly Arrival[], written: readonly RecordOutcome[], invocation: IngestInvocation): Promise<readonly SettledReading[]> {
  const settled: SettledReading[] = [];
  const refused: { readonly index: number; readonly arrival: Arrival; readonly refusal: RefusedReading }[] = [];
  let wellFormed = 0;
  for (const [index, arrival] of arrivals.entries()) {
    const { messageIndex, decoded } = arrival;
    if (decoded.kind === 'malformed') {
      refused.push({ index, arrival, refusal: decoded });
      continue;
    }
    const outcome = written[wellFormed] ?? notWritten;
    wellFormed += 1;
    if (outcome.kind === 'conflict' || outcome.kind === 'rejected') {
      refused.push({ index, arrival, refusal: { reason: outcome.kind, detail: outcome.detail } });
    } else settled[index] = { messageIndex, outcome };
  }
  await mapInFlight(refused, maxDeadLettersInFlight, async ({ index, arrival, refusal }) => {
    settled[index] = { messageIndex: arrival.messageIndex, outcome: await deadLetterReading(arrival, refusal, invocation) };
  });
  return settled;
}
