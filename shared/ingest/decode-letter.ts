/** A stored letter -> the messages in it, decoded by today's tables.json as at their first arrival; redrive-letters ingests them. */
import type { DeadLetter } from '../dead-letters/dead-letter';
import { whyNotRedriven } from '../dead-letters/letter-summary';
import type { StoredLetter } from '../dead-letters/stored-letter';
import { decodeCarriedMessage, isCarriedMessage } from '../readings/carried-message';
import { decodeMessage } from '../readings/decode-message';
import { decodeHttpMessage } from '../readings/from-http';
import { fromIot } from '../readings/from-iot';
import { decodeStreamData, fromKinesis, type StreamRecord } from '../readings/from-kinesis';
import type { DecodedMessage, ReadingSource, ReceivedMessage } from '../readings/received-message';
import { Refusal } from '../readings/refusal';
import type { ServiceDefinition } from '../tables/definition';

export type DecodedLetter =
  | {
      readonly kind: 'messages';
      readonly messages: readonly DecodedMessage[];
      /** Which reading of its only message the letter stands for; undefined when it stands for all of them. */
      readonly index: number | undefined;
    }
  /** The event of functions/collect-rejects, which holds no messages. */
  | { readonly kind: 'bucket-event'; readonly event: unknown }
  | { readonly kind: 'nothing'; readonly why: string };

/** A letter that has been tried so often is not decoded any more. */
export function decodeUnlessTooOften(service: ServiceDefinition, letter: StoredLetter, maxAttempts: number): DecodedLetter {
  const decoded = decodeLetter(service, letter);
  if (decoded.kind !== 'messages' || letter.redriven < maxAttempts) return decoded;
  return { kind: 'nothing', why: `it has been redriven ${letter.redriven} times; give maxAttempts to try it more often` };
}

/** Each message has the identity it had, so that what is refused again has the same key; its `redriven` counts this time. */
function decodeLetter(service: ServiceDefinition, stored: StoredLetter): DecodedLetter {
  const why = whyNotRedriven(stored);
  if (why !== undefined) return { kind: 'nothing', why };
  const { content } = stored;
  switch (content.kind) {
    case 'nothing':
      return content;
    case 'bucket-event':
      return content;
    case 'reading':
      return ofReading(service, content.letter);
    case 'iot-event':
      if (!isCarriedMessage(content.event)) return { kind: 'nothing', why: 'the event is not what the carrying rule makes' };
      return { kind: 'messages', messages: [again(fromIot(service, content.event), 0)], index: undefined };
    case 'stream-records':
      if (!content.records.every(isStreamRecord)) return { kind: 'nothing', why: 'the payload is no event of a Kinesis stream' };
      return { kind: 'messages', messages: content.records.flatMap((record) => fromKinesis(service, record)).map((message) => again(message, 0)), index: undefined };
  }
}

/**
 * Its message may split into other readings than it did, by another tables.json. Then the letter stands for all of them: none that it
 * was written for gets lost, and those that are written already are written once more without harm.
 */
function ofReading(service: ServiceDefinition, letter: DeadLetter): DecodedLetter {
  const { position, readingsOfMessage, redriven, source } = letter;
  if (source === 'timestream') return { kind: 'nothing', why: 'it is a record, and no message' };
  const messages = decodeAgain(service, letter, source).map((message) => again(message, redriven));
  const [only, ...others] = messages;
  const isSame = others.length === 0 && only?.message.id === position.message && only.readings.length === readingsOfMessage;
  return { kind: 'messages', messages, index: isSame ? position.index : undefined };
}

function decodeAgain(service: ServiceDefinition, letter: DeadLetter, source: ReadingSource): readonly DecodedMessage[] {
  const { position: { message: id }, topic, clientId, table, precision, receivedAt, payload, redriven } = letter;
  if (source === 'http') {
    const message = { source, id, payload, receivedAtMs: receivedAt, redriven, ...(table === undefined ? {} : { table }), ...(precision === undefined ? {} : { precision }) };
    return [decodeOfPath(service, message)];
  }
  // What came in the envelope of the carrying rule has a topic, over the stream too.
  if (topic !== undefined) return [decodeCarriedMessage(service, { payload, topic, receivedAt, ...(clientId === undefined ? {} : { clientId }) }, { source, id })];
  return decodeStreamData(service, { source, id, payload, receivedAtMs: receivedAt, redriven });
}

function decodeOfPath(service: ServiceDefinition, message: ReceivedMessage): DecodedMessage {
  const table = service.tables.find(({ name }) => name === message.table);
  if (table !== undefined) return decodeHttpMessage(table, message);
  return decodeMessage(message, new Refusal('no-table', `there is no table ${message.table} any more`), () => new Refusal('no-table', ''));
}

function again(decoded: DecodedMessage, redriven: number): DecodedMessage {
  return { ...decoded, message: { ...decoded.message, redriven: redriven + 1 } };
}

/** The members that from-kinesis reads. */
function isStreamRecord(value: unknown): value is StreamRecord {
  const { eventID, kinesis } = (value ?? {}) as Partial<StreamRecord>; // each checked below
  return typeof eventID === 'string' && typeof kinesis?.data === 'string' && typeof kinesis.approximateArrivalTimestamp === 'number';
}
