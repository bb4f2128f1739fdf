/** A message, one reading or an array of them -> one decoded reading for each element; between from-* and decode-reading. */
import type { TableDefinition } from '../tables/definition';
import { decodeReading } from './decode-reading';
import { countIgnoredFields } from './ignored-fields';
import { parseJson } from './parse-json';
import type { DecodedReading } from './reading';
import type { DecodedMessage, ReceivedMessage } from './received-message';
import { quoted, Refusal } from './refusal';
import { isJsonObject, type JsonObject } from './value-at';

/**
 * Each refused element stores the whole message as a dead letter, so a message of thousands of bad elements would
 * multiply itself. Messages beyond this are refused whole, as one dead letter.
 */
const maxReadingsPerMessage = 1000;

/** Where an element belongs. */
export interface Route {
  readonly table: TableDefinition;
  readonly topic: string | undefined;
  /** Fields of the element that led here. */
  readonly routingFields: readonly string[];
  /** As in RawReading. */
  readonly timeNs?: bigint | undefined;
}

/** Reads base64 bytes as JSON. */
export function decodePayload(payload: string): unknown {
  try {
    return parseJson(Buffer.from(payload, 'base64'));
  } catch (error) {
    return new Refusal('not-json', error instanceof Error ? error.message : String(error));
  }
}

/**
 * Decodes every element of a message.
 *
 * @param content what decodePayload made of the payload
 * @param route finds the table of one element
 */
export function decodeMessage(
  message: ReceivedMessage,
  content: unknown,
  route: (element: JsonObject) => Route | Refusal,
): DecodedMessage {
  const elements = elementsOf(content);
  if (elements instanceof Refusal) return { message, readings: [malformed(message, 0, elements)], ignoredFields: 0, skippedValues: 0 };
  let ignoredFields = 0;
  const readings = elements.map((element, index) => {
    if (!isJsonObject(element)) {
      return malformed(message, index, new Refusal('not-a-reading', `${quoted(element)} is not an object`));
    }
    const routed = route(element);
    if (routed instanceof Refusal) return malformed(message, index, routed);
    const { table, topic, routingFields, timeNs } = routed;
    const { clientId, receivedAtMs } = message;
    const reading = decodeReading(table, { fields: element, topic, clientId, receivedAtMs, timeNs });
    if (reading instanceof Refusal) return malformed(message, index, reading);
    ignoredFields += countIgnoredFields(table, element, routingFields);
    return { kind: 'reading' as const, reading, position: { message: message.id, index } };
  });
  return { message, readings, ignoredFields, skippedValues: 0 };
}

function elementsOf(content: unknown): readonly unknown[] | Refusal {
  if (content instanceof Refusal) return content;
  if (!Array.isArray(content)) return [content];
  if (content.length === 0) return new Refusal('not-a-reading', 'the array is empty');
  if (content.length > maxReadingsPerMessage) {
    return new Refusal('not-a-reading', `${content.length} readings in one message, ${maxReadingsPerMessage} are taken`);
  }
  return content;
}

function malformed({ id }: ReceivedMessage, index: number, { reason, detail }: Refusal): DecodedReading {
  return { kind: 'malformed', reason, detail, position: { message: id, index } };
}
