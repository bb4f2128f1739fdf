/** A refused reading with its reason and original bytes, and the object it is stored as; write-dead-letter stores it. */
import { createHash } from 'node:crypto';
import type { DeadLetterReason } from '../errors';
import type { EpochUnit } from '../time';

export const letterSources = ['iot', 'kinesis', 'http', 'timestream'] as const;

export type LetterSource = (typeof letterSources)[number];

export interface DeadLetter {
  readonly reason: DeadLetterReason;
  /** What was wrong, for a person. */
  readonly detail: string;
  /** How the message came; `timestream` tells of a record that it took and later did not store. */
  readonly source: LetterSource;
  /** Where the reading stood; a redelivery has the same. */
  readonly position: { readonly message: string; readonly index: number };
  /** How many readings its message made then. Where it makes as many at a redrive, this one is taken to be the same one still. */
  readonly readingsOfMessage?: number;
  readonly topic: string | undefined;
  readonly clientId: string | undefined;
  /** Where it is known. Of a reading over HTTP it is the table of the path, which a redrive needs. */
  readonly table?: string | undefined;
  /** The unit of the timestamp, of a payload that is a line of line protocol. */
  readonly precision?: EpochUnit | undefined;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** ISO 8601. */
  readonly deadLetteredAt: string;
  /**
   * Base64 of what the device or gateway sent, whole, though the reading may be one element of it. Of an envelope in a stream it is
   * the payload inside: the rest of the envelope stands in topic, clientId and receivedAt.
   */
  readonly payload: string;
  /** The function and the invocation that refused it. */
  readonly function: string;
  readonly requestId: string;
  /** How often a redrive has tried it since. */
  readonly redriven: number;
}

/**
 * The key of a dead letter: `reason=<reason>/date=<YYYY-MM-DD>/<hash>.json`. The date is that of the receipt and the hash that of the
 * source position, so a redelivered message writes the same object again instead of a second one.
 */
export function deadLetterKey({ reason, source, position, receivedAt }: DeadLetter): string {
  const date = new Date(receivedAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const hash = createHash('sha256').update(JSON.stringify([source, position.message, position.index])).digest('hex');
  return `reason=${reason}/date=${date}/${hash}.json`;
}
