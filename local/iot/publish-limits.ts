/** What AWS IoT Core refuses to take from a client; the broker disconnects it, as there. */
import { destinationOf, isBasicIngest } from './basic-ingest';

// All from https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
const maxPayloadBytes = 128 * 1024;
/** The first three levels of a topic of Basic Ingest count neither here nor as slashes. */
const maxTopicBytes = 256;
const maxTopicSlashes = 7;

/** @returns why the client is disconnected, or undefined when the message may pass */
export function publishRefusal(packet: { readonly topic: string; readonly payload: string | Buffer; readonly qos: number }): string | undefined {
  const payloadBytes = Buffer.byteLength(packet.payload);
  if (payloadBytes > maxPayloadBytes) return `the payload has ${payloadBytes} bytes, AWS IoT takes at most ${maxPayloadBytes}`;
  const { rule, topic } = destinationOf(packet.topic);
  // Topics under $ are the service's own; of those a client may publish to, only Basic Ingest exists here.
  if (packet.topic.startsWith('$') && !rule) return `publishing to reserved topics is not supported: ${packet.topic}`;
  return qosRefusal(packet.qos) ?? topicRefusal(topic);
}

export function subscribeRefusal(subscription: { readonly topic: string; readonly qos: number }): string | undefined {
  if (isBasicIngest(subscription.topic)) return `nobody can subscribe to Basic Ingest: ${subscription.topic}`;
  return qosRefusal(subscription.qos) ?? topicRefusal(subscription.topic);
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-differences */
function qosRefusal(qos: number): string | undefined {
  return qos > 1 ? 'AWS IoT has no QoS 2' : undefined;
}

function topicRefusal(topic: string): string | undefined {
  // MQTT 3.1.1, 1.5.3: who receives one closes the connection.
  if (topic.includes('\0')) return 'the topic has a NUL character';
  const bytes = Buffer.byteLength(topic);
  if (bytes > maxTopicBytes) return `the topic has ${bytes} bytes, AWS IoT takes at most ${maxTopicBytes}`;
  const slashes = topic.split('/').length - 1;
  return slashes > maxTopicSlashes ? `the topic has ${slashes} slashes, AWS IoT takes at most ${maxTopicSlashes}` : undefined;
}
