/** Decoded messages in, one outcome for each reading out: readings/from-* come before, counts and batch-item-failures after. */
import { setMaxListeners } from 'node:events';
import type { DeadLetter } from '../dead-letters/dead-letter';
import { writeDeadLetter } from '../dead-letters/write-dead-letter';
import type { DeadLetterReason } from '../errors';
import type { DecodedReading } from '../readings/reading';
import type { DecodedMessage, ReceivedMessage } from '../readings/received-message';
import type { TimestreamWriteClient } from '../timestream/clients';
import { mapInFlight } from '../timestream/in-flight';
import type { RecordOutcome } from '../timestream/record';
import type { IngestResult, ReadingOutcome } from './outcome';
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
  const arrivals = messages.flatMap(({ message, readings, readingsOfMessage = readings.length }, messageIndex) =>
    readings.map((decoded) => ({ messageIndex, message, decoded, readingsOfMessage })),
  );
  const readings = arrivals.flatMap(({ decoded }) => (decoded.kind === 'reading' ? [decoded.reading] : []));
  const written = await writeReadings(client, invocation.config.database, readings, invocation.signal);
  const settled = await mapInFlight(arrivals, maxDeadLettersInFlight, async ({ messageIndex, ...arrival }) => {
    const { decoded } = arrival;
    const verdict = decoded.kind === 'malformed' ? decoded : (written.outcomes.get(decoded.reading) ?? notWritten);
    return { messageIndex, outcome: await settle(verdict, { ...arrival, invocation }) };
  });
  return {
    readings: settled,
    meteredKib: written.meteredKib,
    ignoredFields: messages.reduce((sum, { ignoredFields }) => sum + ignoredFields, 0),
    skippedValues: messages.reduce((sum, { skippedValues }) => sum + skippedValues, 0),
  };
}

type Malformed = Extract<DecodedReading, { kind: 'malformed' }>;

/** A reading that nothing is known of is sent again: that is harmless, and losing it is not. */
const notWritten: RecordOutcome = { kind: 'retryable', error: new Error('the reading was not written') };

interface Arrival {
  readonly message: ReceivedMessage;
  readonly decoded: DecodedReading;
  readonly readingsOfMessage: number;
  readonly invocation: IngestInvocation;
}

async function settle(verdict: Malformed | RecordOutcome, arrival: Arrival): Promise<ReadingOutcome> {
  switch (verdict.kind) {
    case 'written':
      return { kind: 'written' };
    case 'superseded':
      return { kind: 'superseded' };
    case 'retryable':
      return verdict;
    case 'malformed':
      return deadLetter(verdict.reason, verdict.detail, arrival);
    case 'conflict':
    case 'rejected':
      return deadLetter(verdict.kind, verdict.detail, arrival);
  }
}

/** A reading counts as dead-lettered once its letter is stored; until then it must come again, or it would be lost. */
async function deadLetter(reason: DeadLetterReason, detail: string, { message, decoded, readingsOfMessage, invocation }: Arrival): Promise<ReadingOutcome> {
  const { functionName, requestId, now, config, signal } = invocation;
  const letter: DeadLetter = {
    reason,
    detail,
    source: message.source,
    position: decoded.position,
    readingsOfMessage,
    topic: message.topic,
    clientId: message.clientId,
    table: message.table ?? (decoded.kind === 'reading' ? decoded.reading.table.name : undefined),
    precision: message.precision,
    receivedAt: message.receivedAtMs,
    deadLetteredAt: new Date(now()).toISOString(),
    payload: message.payload,
    function: functionName,
    requestId,
    redriven: message.redriven,
  };
  try {
    return { kind: 'dead-lettered', reason, detail, key: await writeDeadLetter(config.deadLetterBucket, letter, signal) };
  } catch (error) {
    return { kind: 'retryable', error: new Error('the dead letter could not be stored', { cause: error }) };
  }
}
