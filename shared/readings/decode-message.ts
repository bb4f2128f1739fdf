/** A message, one reading or many of them -> one decoded reading for each; between from-* and source-decoder. */
import { readJson } from './read-json';
import type { TakenReading } from './reading-decoder';
import type { DecodedReading } from './reading';
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
  if (parts instanceof Refusal) add(decoded, parts);
  else for (const part of parts) addPart(decoded, part);
  return decoded;
}

/** A decoded message that is being filled. */
interface Decoded extends DecodedMessage {
  readonly readings: DecodedReading[];
  ignoredFields: number;
  skippedValues: number;
}

/** Fields around the elements of `each` are counted once, however many readings inherit them. */
function addPart(decoded: Decoded, part: MessagePart | Refusal): void {
  if (part instanceof Refusal) return add(decoded, part);
  const { route: { topic, timeNs, routingFields }, source, fields, elements } = part;
  const { clientId, receivedAtMs } = decoded.message;
  if (elements === undefined) {
    const taken = source.decode({ fields, around: undefined, topic, clientId, receivedAtMs, timeNs });
    if (!(taken instanceof Refusal)) decoded.ignoredFields += source.ignoredInMessage(fields, routingFields);
    return add(decoded, taken);
  }
  decoded.ignoredFields += source.ignoredInMessage(fields, routingFields);
  for (const element of elements) {
    if (!isJsonObject(element)) {
      add(decoded, new Refusal('not-a-reading', `${quoted(element)} is not an object`));
      continue;
    }
    const taken = source.decode({ fields: element, around: fields, topic, clientId, receivedAtMs, timeNs });
    if (!(taken instanceof Refusal)) decoded.ignoredFields += source.ignoredInElement(element);
    add(decoded, taken);
  }
}

function add(decoded: Decoded, taken: TakenReading | Refusal): void {
  const position = { message: decoded.message.id, index: decoded.readings.length };
  if (taken instanceof Refusal) {
    decoded.readings.push({ kind: 'malformed', reason: taken.reason, detail: taken.detail, position });
  } else {
    decoded.readings.push({ kind: 'reading', reading: taken.reading, position });
    decoded.skippedValues += taken.skippedValues;
  }
}
