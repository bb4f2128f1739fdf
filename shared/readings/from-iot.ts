/** The event of functions/ingest-iot, an MQTT message carried whole by an IoT rule -> decoded readings for shared/ingest. */
import { createHash } from 'node:crypto';
import type { ServiceDefinition } from '../tables/definition';
import { decodeCarriedMessage, isCarriedMessage, type CarriedMessage } from './carried-message';
import type { DecodedMessage } from './received-message';

/**
 * @throws TypeError when the event is not what the carrying rule makes: no device can cause that, so it is a fault of the
 * deployment, and Lambda keeps the event at its on-failure destination
 */
export function fromIot(service: ServiceDefinition, event: unknown): DecodedMessage {
  if (!isCarriedMessage(event)) throw new TypeError('the event is not what the carrying rule makes: {payload, topic, clientId, receivedAt}');
  return decodeCarriedMessage(service, event, { source: 'iot', id: messageId(event) });
}

/** MQTT gives a message no identity of its own; these four are the same whenever Lambda tries the event again. */
function messageId({ payload, topic, clientId, receivedAt }: CarriedMessage): string {
  return createHash('sha256').update(JSON.stringify([topic, clientId, receivedAt, payload])).digest('hex');
}
