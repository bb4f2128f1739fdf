/** One stream record of functions/ingest-kinesis -> the decoded messages in it, for shared/ingest. */
import type { ServiceDefinition } from '../tables/definition';
import { decodeCarriedMessage, isCarriedMessage } from './carried-message';
import { decodeMessage } from './decode-message';
import type { DecodedMessage, ReceivedMessage } from './received-message';
import { Refusal } from './refusal';
import { routeByContent } from './route-by-content';
import { type PackedMessage, unpackRecord } from './unpack-record';

/** The part of Lambda's Kinesis event record that matters here: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export interface StreamRecord {
  /** `shardId-000000000000:4959...`: shard and sequence number. */
  readonly eventID: string;
  readonly kinesis: {
    /** Base64. */
    readonly data: string;
    /** Epoch seconds with a fraction. */
    readonly approximateArrivalTimestamp: number;
  };
}

/**
 * No limit of a service: as many dead letters as an invocation has time to store, some 45 of its 60 seconds. A record with more, all of
 * them refused, would come again and again without an end.
 */
const maxReadingsPerRecord = 30_000;

const tooManyReadings = new Refusal('not-a-reading', `more than ${maxReadingsPerRecord} readings in one stream record`);

/**
 * Decodes one record. Its data is a message, or many: gzip, an aggregated record of the Kinesis Producer Library, or lines of JSON.
 *
 * @returns at least one message, each with an id of its own that is the same at every delivery: `eventID`, or `eventID/n` for the
 * message n of several
 */
export function fromKinesis(service: ServiceDefinition, { eventID, kinesis }: StreamRecord): readonly DecodedMessage[] {
  const receivedAtMs = Math.round(kinesis.approximateArrivalTimestamp * 1000);
  return decodeStreamData(service, new StreamMessage(eventID, kinesis.data, receivedAtMs));
}

class StreamMessage implements ReceivedMessage {
  readonly source = 'kinesis';
  readonly redriven = 0;

  constructor(readonly id: string, readonly payload: string, readonly receivedAtMs: number) {}
}

/**
 * Decodes what a stream record held, or one message out of it. A message is either the envelope of the carrying rule (`{payload, topic,
 * clientId, receivedAt}`), or a reading or an array of readings of a gateway.
 */
export function decodeStreamData(service: ServiceDefinition, record: ReceivedMessage): readonly DecodedMessage[] {
  const unpacked = unpackRecord(Buffer.from(record.payload, 'base64'));
  const [first] = unpacked;
  if (unpacked.length === 1 && first !== undefined) return [decodePacked(service, record, first)];
  const messages: DecodedMessage[] = [];
  let readings = 0;
  for (const packed of unpacked) {
    const message = decodePacked(service, record, packed);
    // A few kilobytes of gzip may hold millions: more than memory has room for, so that none is decoded beyond the limit.
    readings += message.readings.length;
    if (readings > maxReadingsPerRecord) return [decodeMessage(record, tooManyReadings, () => tooManyReadings)];
    messages.push(message);
  }
  return messages;
}

function decodePacked(service: ServiceDefinition, record: ReceivedMessage, { path, bytes, content }: PackedMessage): DecodedMessage {
  const id = `${record.id}${path}`;
  if (isCarriedMessage(content)) return decodeCarriedMessage(service, content, { source: record.source, id });
  // Most records are one message, which is as it came.
  const message = path === '' ? record : { ...record, id, payload: bytes.toString('base64') };
  return decodeMessage(message, content, (element) => routeByContent(service, element));
}
