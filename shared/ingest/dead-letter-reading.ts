/** Stores a reading that is refused as a dead letter; ingest calls it for each that no attempt can help. */
import type { DeadLetter } from '../dead-letters/dead-letter';
import { writeDeadLetter } from '../dead-letters/write-dead-letter';
import type { DeadLetterReason } from '../errors';
import type { DecodedReading } from '../readings/reading';
import type { ReceivedMessage } from '../readings/received-message';
import type { IngestInvocation } from './ingest';
import type { ReadingOutcome } from './outcome';

/** A reading in the message it came in. */
export interface Arrival {
  readonly messageIndex: number;
  readonly message: ReceivedMessage;
  readonly decoded: DecodedReading;
  readonly readingsOfMessage: number;
}

export interface RefusedReading {
  readonly reason: DeadLetterReason;
  readonly detail: string;
}

/** A reading counts as dead-lettered once its letter is stored; until then it must come again, or it would be lost. */
export async function deadLetterReading(
  { message, decoded, readingsOfMessage }: Arrival,
  { reason, detail }: RefusedReading,
  { functionName, requestId, now, config, signal }: IngestInvocation,
): Promise<ReadingOutcome> {
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
