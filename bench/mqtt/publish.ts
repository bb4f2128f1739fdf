/** Publishes messages at QoS 1 as fast as the broker acknowledges them, over plain sockets: the load itself must cost little. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
}

/** What AWS IoT leaves open for one client: https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits */
const maxUnacknowledged = 100;
const maxPacketId = 65_535;
const pubackBytes = 4;

/**
 * Resolves when every message is acknowledged.
 * @param messagesOf what each client publishes, in its order
 * @throws Error when the broker closes a connection
 */
export async function publish(port: number, messagesOf: readonly (readonly Message[])[]): Promise<void> {
  const clients = await Promise.all(messagesOf.map((messages, index) => Client.connect(port, `load-${index}`, messages)));
  await Promise.all(clients.map((client) => client.publishAll()));
}

class Client {
  private sent = 0;
  private acknowledged = 0;
  private received = 0;

  private constructor(private readonly socket: Socket, private readonly messages: readonly Message[]) {}

  static async connect(port: number, clientId: string, messages: readonly Message[]): Promise<Client> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    const flagsAndKeepAlive = Buffer.from([4, 2, 0, 0]);
    socket.write(packet(0x10, Buffer.concat([text('MQTT'), flagsAndKeepAlive, text(clientId)])));
    await once(socket, 'data'); // CONNACK
    return new Client(socket, messages);
  }

  async publishAll(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once('close', () => { reject(new Error(`the broker closed the connection after ${this.acknowledged} messages`)); });
      this.socket.on('data', (bytes) => {
        // Nothing but PUBACKs comes, so that counting bytes counts them.
        this.received += bytes.length;
        this.acknowledged = Math.floor(this.received / pubackBytes);
        if (this.acknowledged === this.messages.length) resolve();
        else this.send();
      });
      this.send();
    });
    this.socket.removeAllListeners('close').end(Buffer.from([0xe0, 0]));
  }

  private send(): void {
    const packets: Buffer[] = [];
    for (; this.sent < this.messages.length && this.sent - this.acknowledged < maxUnacknowledged; this.sent += 1) {
      const message = this.messages[this.sent];
      if (message === undefined) break;
      const id = Buffer.alloc(2);
      id.writeUInt16BE((this.sent % maxPacketId) + 1);
      packets.push(packet(0x32, Buffer.concat([text(message.topic), id, message.payload])));
    }
    if (packets.length > 0) this.socket.write(Buffer.concat(packets));
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** MQTT 3.1.1, section 2.2.3: the length in groups of seven bits. */
function packet(type: number, body: Buffer): Buffer {
  const head = [type];
  let rest = body.length;
  do {
    head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(head), body]);
}
