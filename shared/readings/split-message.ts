/** The content of a message -> the parts of it that are routed each by itself, with the readings in them; decode-message decodes those. */
import { chooseSource } from './choose-source';
import { quoted, Refusal } from './refusal';
import type { SourceDecoder } from './source-decoder';
import { isJsonObject, type JsonObject } from './value-reader';

/**
 * Each refused reading stores the whole message as a dead letter, so a message of thousands of bad ones would multiply itself. Messages
 * beyond this are refused whole, as one dead letter.
 */
export const maxReadingsPerMessage = 1000;

/** Where a part may belong. */
export interface Route {
  /** In the order of tables.json; the first that takes the part gets it. */
  readonly sources: readonly SourceDecoder[];
  readonly topic: string | undefined;
  /** Fields that led here. */
  readonly routingFields: readonly string[];
  /** As in RawReading. */
  readonly timeNs?: bigint | undefined;
}

export interface MessagePart {
  readonly route: Route;
  readonly source: SourceDecoder;
  readonly fields: JsonObject;
  /** What is in the array of `each`, never empty; undefined: the part is the one reading. */
  readonly elements: readonly unknown[] | undefined;
}

/**
 * Most messages are one part; an array has one in each element.
 *
 * @param route finds the sources of one part
 * @returns the part, or the parts in the order of the array, never none; or why the whole message is refused
 */
export function splitMessage(
  content: unknown,
  route: (fields: JsonObject) => Route | Refusal,
): MessagePart | Refusal | readonly (MessagePart | Refusal)[] {
  if (content instanceof Refusal) return content;
  if (!Array.isArray(content)) {
    const part = messagePart(content, route);
    const readings = readingsIn(part);
    return readings > maxReadingsPerMessage ? tooMany(readings) : part;
  }
  if (content.length === 0) return new Refusal('not-a-reading', 'the array is empty');
  if (content.length > maxReadingsPerMessage) return tooMany(content.length);
  const parts = content.map((part) => messagePart(part, route));
  const readings = parts.reduce((sum, part) => sum + readingsIn(part), 0);
  return readings > maxReadingsPerMessage ? tooMany(readings) : parts;
}

function messagePart(fields: unknown, route: (fields: JsonObject) => Route | Refusal): MessagePart | Refusal {
  if (!isJsonObject(fields)) return new Refusal('not-a-reading', `${quoted(fields)} is not an object`);
  const routed = route(fields);
  if (routed instanceof Refusal) return routed;
  const source = chooseSource(routed.sources, routed.topic, fields);
  if (source instanceof Refusal) return source;
  const { each } = source;
  if (each === undefined) return { route: routed, source, fields, elements: undefined };
  const elements = each.read(fields);
  if (!Array.isArray(elements)) return new Refusal('not-a-reading', `${each.path} must be an array, and is ${quoted(elements)}`);
  if (elements.length === 0) return new Refusal('not-a-reading', `${each.path} is an empty array`);
  return { route: routed, source, fields, elements };
}

function readingsIn(part: MessagePart | Refusal): number {
  return part instanceof Refusal ? 1 : (part.elements?.length ?? 1);
}

function tooMany(readings: number): Refusal {
  return new Refusal('not-a-reading', `${readings} readings in one message, ${maxReadingsPerMessage} are taken`);
}
