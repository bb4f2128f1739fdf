/** What the carrying rule makes of an MQTT message: the event of ingest-iot, and the envelope that a stream record may hold. */
import type { ServiceDefinition } from '../tables/definition';
import { maxTimeNs, nsToMs } from '../time';
import { decodeMessage, decodePayload } from './decode-message';
import type { DecodedMessage, ReceivedMessage } from './received-message';
import { sourcesOfTopic } from './sources-of-topic';

/** `SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt` */
export interface CarriedMessage {
  readonly payload: string;
  readonly topic: string;
  readonly clientId?: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

/**
 * What the rule says where a message did not come over MQTT.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-sql-function-clientid
 */
const noClient = 'n/a';

/** A gateway writes envelopes too, so the number is not to be trusted; beyond this no record can have it as its time. */
const maxTimeMs = nsToMs(maxTimeNs);

export function isCarriedMessage(value: unknown): value is CarriedMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { payload, topic, clientId, receivedAt } = value as Partial<Record<string, unknown>>; // each checked below
  return (
    typeof payload === 'string' &&
    typeof topic === 'string' &&
    (clientId === undefined || typeof clientId === 'string') &&
    typeof receivedAt === 'number' &&
    Number.isInteger(receivedAt) &&
    receivedAt >= 0 &&
    receivedAt <= maxTimeMs
  );
}

/**
 * Decodes the MQTT message inside; the sources of its topic take it.
 *
 * @param id stable over redeliveries
 */
export function decodeCarriedMessage(
  service: ServiceDefinition,
  { payload, topic, clientId, receivedAt }: CarriedMessage,
  { source, id }: Pick<ReceivedMessage, 'source' | 'id'>,
): DecodedMessage {
  const route = { sources: sourcesOfTopic(service, topic), topic, routingFields: [] };
  const received = new ReceivedFromRule(source, id, payload, topic, clientId === noClient ? undefined : clientId, receivedAt);
  return decodeMessage(received, decodePayload(payload), () => route);
}

/** Not a literal: decision 0015. */
class ReceivedFromRule implements ReceivedMessage {
  readonly redriven = 0;

  constructor(
    readonly source: ReceivedMessage['source'],
    readonly id: string,
    readonly payload: string,
    readonly topic: string,
    readonly clientId: string | undefined,
    readonly receivedAtMs: number,
  ) {}
}
