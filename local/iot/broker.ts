/** The local IoT Core: an MQTT broker that journals every message a rule wants before it acknowledges it, then runs the rules. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { Aedes, type PublishPacket } from 'aedes';
import { destinationOf, isBasicIngest } from './basic-ingest';
import type { ActionTargets } from './carry-out';
import { Deliveries } from './deliveries';
import { publishRefusal, subscribeRefusal } from './publish-limits';
import { readRule, type RuleDefinition } from './rule';
import type { Log } from './run-rule';

export interface BrokerOptions extends ActionTargets {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Where the journal lies. */
  readonly folder: string;
  readonly rules: readonly RuleDefinition[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Broker {
  readonly port: number;
  /** Swaps all rules; messages that are under way end with the rules they met. Throws, and changes nothing, when one is refused. */
  setRules(rules: readonly RuleDefinition[]): void;
  /** Disconnects the clients, waits a little for handlers, and leaves the rest in the journal for the next start. */
  close(): Promise<void>;
}

/** What topic rules call a client that is not there any more: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html */
const noClient = 'n/a';

/**
 * Starts the broker and replays what the journal holds.
 * @throws when a rule is refused, the journal cannot be opened, or the port is taken (EADDRINUSE)
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { deliveries, unfinished } = await Deliveries.open(join(options.folder, 'journal'), options.rules.map(readRule), options, options.log);
  const aedes = await createAedes(options, deliveries);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => aedes.close(resolve));
    // Those that never said CONNECT are no clients of the broker yet.
    for (const socket of sockets) socket.destroy();
    await deliveries.close();
  };
  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
  } catch (error) {
    await close();
    throw error;
  }
  deliveries.replay(unfinished);
  return {
    // A server that listens on a port has an address with one.
    port: (server.address() as AddressInfo).port,
    setRules: (rules) => deliveries.setRules(rules.map(readRule)),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await close();
      await closed;
    },
  };
}

/** Aedes with AWS's limits, and the journal between a publish and its PUBACK. */
async function createAedes({ now, log }: BrokerOptions, deliveries: Deliveries): Promise<Aedes> {
  const aedes = await Aedes.createBroker({
    // Aedes calls this before it answers a publish, and answers only when the callback has been called; an error disconnects.
    authorizePublish: (client, packet, callback) => {
      const refusal = publishRefusal(packet);
      if (refusal !== undefined) {
        callback(new Error(refusal));
        return;
      }
      const message = { ...destinationOf(packet.topic), clientId: client?.id ?? noClient, receivedAt: now(), payload: typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload };
      deliveries.accept(message).then(() => callback(null), callback);
    },
    authorizeSubscribe: (_client, subscription, callback) => {
      const refusal = subscribeRefusal(subscription);
      callback(refusal === undefined ? null : new Error(refusal), subscription);
    },
  });
  keepFromSubscribers(aedes);
  aedes.on('clientError', (client, error) => log('client disconnected', { clientId: client.id, reason: error.message }));
  aedes.on('connectionError', (_client, error) => log('connection refused', { reason: error.message }));
  return aedes;
}

/** After the PUBACK, a message of Basic Ingest reaches nobody who subscribes and is never retained. */
function keepFromSubscribers(aedes: Aedes): void {
  // The types leave the client out that stands before the callback.
  const publish = aedes.publish.bind(aedes) as (packet: PublishPacket, ...rest: readonly unknown[]) => void;
  aedes.publish = (packet: PublishPacket, ...rest: readonly unknown[]) => {
    if (!isBasicIngest(packet.topic)) {
      publish(packet, ...rest);
      return;
    }
    const done = rest.at(-1);
    if (typeof done === 'function') done();
  };
}
