/** A message, one reading or many of them -> one decoded reading for each; between from-* and source-decoder. */
import { readJson } from './read-json';
import type { DecodedReading, Reading } from './reading';
import type { DecodedMessage, ReceivedMessage } from './received-message';
import { quoted, Refusal } from './refusal';
import { splitMessage, type MessagePart, type Route } from './split-message';
import { isJsonObject, type JsonObject } from './value-reader';

/** Reads base64 bytes as JSON. */
export function decodePayload(payload: string): unknown {
  return readJson(Buffer.from(payload, 'base64'));
}

/**
 * Decodes every reading of a message. Each has the position it stands at among all of them, refused ones included, which is the same
 * whenever the message comes again.
 *
 * @param content what decodePayload made of the payload
 * @param route finds the sources that may take a message: the whole, or an element of it when the content is an array
 */
export function decodeMessage(
  message: ReceivedMessage,
  content: unknown,
  route: (fields: JsonObject) => Route | Refusal,
): DecodedMessage {
  const decoded: Decoded = { message, readings: [], ignoredFields: 0, skippedValues: 0 };
  const parts = splitMessage(content, route);
  if ('route' in parts || parts instanceof Refusal) addPart(decoded, parts);
  else for (const part of parts) addPart(decoded, part);
  return decoded;
}

/** A decoded message that is being filled. */
interface Decoded extends DecodedMessage {
  readonly readings: DecodedReading[];
  ignoredFields: number;
  skippedValues: number;
}

/** Fields are counted whatever becomes of the readings; those around the elements of `each` once, however many inherit them. */
function addPart(decoded: Decoded, part: MessagePart | Refusal): void {
  if (part instanceof Refusal) return add(decoded, part);
  const { route: { topic, timeNs, routingFields }, source, fields, elements } = part;
  const { clientId, receivedAtMs } = decoded.message;
  decoded.ignoredFields += source.ignoredInMessage(fields, routingFields);
  if (elements === undefined) return add(decoded, source.decode({ fields, around: undefined, topic, clientId, receivedAtMs, timeNs }, decoded));
  for (const element of elements) {
    if (isJsonObject(element)) {
      decoded.ignoredFields += source.ignoredInElement(element);
      add(decoded, source.decode({ fields: element, around: fields, topic, clientId, receivedAtMs, timeNs }, decoded));
    } else add(decoded, new Refusal('not-a-reading', `${quoted(element)} is not an object`));
  }
}

function add({ message, readings }: Decoded, reading: Reading | Refusal): void {
  const position = { message: message.id, index: readings.length };
  if (reading instanceof Refusal) readings.push({ kind: 'malformed', reason: reading.reason, detail: reading.detail, position });
  else readings.push({ kind: 'reading', reading, position });
}
