/** A message, one reading or many of them -> one decoded reading for each; between from-* and source-decoder. */
import { readJson } from './read-json';
import { SourcePosition, WellFormedReading, type DecodedReading, type Reading } from './reading';
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
  const parts = splitMessage(content, route);
  const decoded = new Decoded(message);
  if (parts instanceof Refusal) decoded.readings = [positioned(message, 0, parts)];
  // Most messages are one reading. Not a literal: decision 0015.
  else if ('route' in parts && parts.elements === undefined) decoded.readings = Array.of(positioned(message, 0, decodePart(decoded, parts)));
  else addAll(decoded, 'route' in parts ? [parts] : parts);
  return decoded;
}

/** A decoded message that is being filled. */
class Decoded implements DecodedMessage {
  readings: DecodedReading[] = [];
  ignoredFields = 0;
  skippedValues = 0;

  constructor(readonly message: ReceivedMessage) {}
}

function addAll(decoded: Decoded, parts: readonly (MessagePart | Refusal)[]): void {
  const add = (reading: Reading | Refusal) => decoded.readings.push(positioned(decoded.message, decoded.readings.length, reading));
  for (const part of parts) {
    if (part instanceof Refusal) add(part);
    else if (part.elements === undefined) add(decodePart(decoded, part));
    else for (const reading of decodeElements(decoded, part, part.elements)) add(reading);
  }
}

/** Fields are counted whatever becomes of the reading. */
function decodePart(decoded: Decoded, { route: { topic, timeNs, routingFields }, source, fields }: MessagePart): Reading | Refusal {
  const { clientId, receivedAtMs } = decoded.message;
  decoded.ignoredFields += source.ignoredInMessage(fields, routingFields);
  return source.decode({ fields, around: undefined, topic, clientId, receivedAtMs, timeNs }, decoded);
}

/** The fields around the elements are counted once, however many inherit them. */
function decodeElements(decoded: Decoded, part: MessagePart, elements: readonly unknown[]): readonly (Reading | Refusal)[] {
  const { route: { topic, timeNs, routingFields }, source, fields: around } = part;
  const { clientId, receivedAtMs } = decoded.message;
  decoded.ignoredFields += source.ignoredInMessage(around, routingFields);
  return elements.map((fields) => {
    if (!isJsonObject(fields)) return new Refusal('not-a-reading', `${quoted(fields)} is not an object`);
    decoded.ignoredFields += source.ignoredInElement(fields);
    return source.decode({ fields, around, topic, clientId, receivedAtMs, timeNs }, decoded);
  });
}

function positioned({ id }: ReceivedMessage, index: number, reading: Reading | Refusal): DecodedReading {
  const position = new SourcePosition(id, index);
  if (reading instanceof Refusal) return { kind: 'malformed', reason: reading.reason, detail: reading.detail, position };
  return new WellFormedReading(reading, position);
}
