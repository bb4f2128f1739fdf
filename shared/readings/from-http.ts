/** The body of a request of functions/ingest-http, JSON, NDJSON or line protocol -> the decoded messages in it, for shared/ingest. */
import { createHash } from 'node:crypto';
import type { TableDefinition } from '../tables/definition';
import { bodyParts, readPart, RefusedBody, tooManyReadings, maxReadingsPerBody, type BodyFormat, type PartContent } from './body-parts';
import { decodeMessage } from './decode-message';
import { gunzip, maxUnpackedBytes } from './gunzip';
import type { DecodedMessage, ReceivedMessage } from './received-message';
import { sourceDecoders } from './source-decoder';

export interface HttpBody {
  /** The one that the path names: what a reading says of table or topic does not count. */
  readonly table: TableDefinition;
  readonly format: BodyFormat;
  readonly isGzip: boolean;
  readonly bytes: Buffer;
  /** Epoch milliseconds. */
  readonly receivedAtMs: number;
}

/**
 * Decodes a body. Each element or line is a message with its own bytes and an id that follows from table and body, so that a client
 * that sends the same again writes the same dead letters.
 *
 * @returns one message for each element or line, in order; or why the body is refused whole
 */
export function fromHttp({ table, format, isGzip, bytes, receivedAtMs }: HttpBody): readonly DecodedMessage[] | RefusedBody {
  const body = isGzip ? gunzip(bytes, maxUnpackedBytes) : bytes;
  if (body === 'damaged') return new RefusedBody('unreadable', 'the gzip is damaged or cut off');
  if (body === 'too-large') return new RefusedBody('too-large', `more than ${maxUnpackedBytes} bytes when unpacked`);
  const parts = bodyParts(body, format);
  if (parts instanceof RefusedBody) return parts;
  const id = createHash('sha256').update(JSON.stringify([table.name, format])).update(body).digest('hex');
  const common = {
    source: 'http',
    table: table.name,
    ...(format.kind === 'line-protocol' ? { precision: format.precision } : {}),
    receivedAtMs,
    redriven: 0,
  } as const;
  const messages: DecodedMessage[] = [];
  let readings = 0;
  for (const [index, part] of parts.entries()) {
    const message = decodePart(table, { ...common, id: `${id}/${index}`, payload: part.bytes.toString('base64') }, part);
    // One element may make many readings: millions, of a few kilobytes of gzip, so that none is decoded beyond the limit.
    readings += message.readings.length;
    if (readings > maxReadingsPerBody) return tooManyReadings;
    messages.push(message);
  }
  return messages;
}

/** Decodes one element or line of a body again, when its dead letter is redriven. */
export function decodeHttpMessage(table: TableDefinition, message: ReceivedMessage): DecodedMessage {
  return decodePart(table, message, readPart(Buffer.from(message.payload, 'base64'), message.precision));
}

/** No topic: `topic(n)` falls to its next alternative. The measurement belongs to every line, so it is not counted as ignored. */
function decodePart(table: TableDefinition, message: ReceivedMessage, { value, timeNs }: PartContent): DecodedMessage {
  return decodeMessage(message, value, () => ({ sources: sourceDecoders(table), topic: undefined, routingFields: message.precision === undefined ? [] : ['measurement'], timeNs }));
}
