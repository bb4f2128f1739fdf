/** A real MQTT broker that remembers what clients publish, for the tests of the fleet and of `npm run send`. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Aedes, type AedesPublishPacket } from 'aedes';

export interface RecordingBroker {
  readonly port: number;
  readonly url: string;
  readonly packets: readonly AedesPublishPacket[];
  /** Resolves when a further message has arrived. */
  next(): Promise<void>;
  close(): Promise<void>;
}

/** @param refuse closes the connection of a client that publishes, before it is acknowledged */
export async function startRecordingBroker({ port = 0, refuse = false } = {}): Promise<RecordingBroker> {
  const aedes = await Aedes.createBroker(refuse ? { authorizePublish: (_client, _packet, callback) => callback(new Error('refused')) } : {});
  const packets: AedesPublishPacket[] = [];
  aedes.on('publish', (packet, client) => {
    if (client) packets.push(packet);
  });
  const server = createServer(aedes.handle);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address object.
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `mqtt://127.0.0.1:${address.port}`,
    packets,
    async next() {
      const seen = packets.length;
      while (packets.length === seen) await once(aedes, 'publish');
    },
    close: () => new Promise((resolve) => aedes.close(() => server.close(() => resolve()))),
  };
}
