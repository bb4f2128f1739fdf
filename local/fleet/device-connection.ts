/** The MQTT connection of one simulated device: QoS 1, and ever longer pauses while the broker is away. */
import { connect, type MqttClient } from 'mqtt';

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** Connects in the background; a broker that is away is tried again, later each time. */
export function connectDevice(mqttUrl: string, clientId: string): MqttClient {
  const client = connect(mqttUrl, { clientId, clean: true, reconnectPeriod: firstPauseMs });
  client.on('reconnect', () => {
    client.options.reconnectPeriod = Math.min((client.options.reconnectPeriod ?? firstPauseMs) * 2, longestPauseMs);
  });
  client.on('connect', () => {
    client.options.reconnectPeriod = firstPauseMs;
  });
  // The library tries again by itself; without a listener the error would end the process.
  client.on('error', () => undefined);
  return client;
}
