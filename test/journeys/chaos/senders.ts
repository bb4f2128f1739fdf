/** The three ways in, as clients use them: each sends a message until it is acknowledged, whatever becomes of the stack meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { connect, type MqttClient } from 'mqtt';
import type { RunningStack } from '../running-stack';
import type { PlannedMessage } from './plan';

/** Addresses stay when the stack is started again. */
type Addresses = Pick<RunningStack, 'http' | 'mqtt' | 'kinesis'>;

export interface Senders {
  /** Resolves when the message is acknowledged. */
  send(message: PlannedMessage): Promise<void>;
  close(): Promise<void>;
}

const retryAfterMs = 100;
const mqttConnections = 4;

export function startSenders({ http, mqtt, kinesis }: Addresses): Senders {
  const clients = Array.from({ length: mqttConnections }, (_, n) => connectQuietly(mqtt, `chaos-${n}`));
  const stream = new KinesisClient({ endpoint: kinesis, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  let turn = 0;
  return {
    async send({ way, device, text }) {
      switch (way) {
        case 'mqtt-direct':
        case 'mqtt-stream': {
          turn += 1;
          // The library sends again what has no PUBACK when it has a new connection.
          await clients[turn % mqttConnections]!.publishAsync(`${way.slice('mqtt-'.length)}/${device}/readings`, text, { qos: 1 });
          return;
        }
        case 'kinesis':
          return untilDone(async () => {
            await stream.send(new PutRecordCommand({ StreamName: 'chaos-local-readings', PartitionKey: device, Data: streamData(device, text) }));
          });
        case 'http':
          return postUntilSettled(`${http}/v1/tables/Readings/readings`, withDevice(device, text));
      }
    },
    async close() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
      stream.destroy();
    },
  };
}

function connectQuietly(url: string, clientId: string): MqttClient {
  const client = connect(url, { clientId, reconnectPeriod: retryAfterMs });
  client.on('error', () => undefined);
  return client;
}

/** Readings say whose they are, because a stream record has no topic; every other record is packed with gzip. */
function streamData(device: string, text: string): Buffer {
  const data = Buffer.from(text.startsWith('[') ? JSON.stringify((JSON.parse(text) as object[]).map((reading) => ({ table: 'Readings', device, ...reading }))) : text);
  return data.length % 2 === 0 ? gzipSync(data) : data;
}

function withDevice(device: string, text: string): string {
  return JSON.stringify((JSON.parse(text) as object[]).map((reading) => ({ device, ...reading })));
}

/** As the answer says: the same body again, received when it was first. */
async function postUntilSettled(url: string, body: string): Promise<void> {
  let receivedAt = '';
  return untilDone(async () => {
    const response = await fetch(`${url}${receivedAt}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer = await response.json() as { receivedAt?: number };
    if (response.status === 200) return;
    if (answer.receivedAt !== undefined) receivedAt = `?receivedAt=${answer.receivedAt}`;
    throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
  });
}

async function untilDone(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await pause(retryAfterMs);
    }
  }
}
