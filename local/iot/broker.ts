/** The local IoT Core: an MQTT broker that journals every message a rule wants before it acknowledges it, then runs the rules. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { Journal, type UnfinishedMessage } from './journal';
import type { Message } from './message';
import { publishRefusal, subscribeRefusal } from './publish-limits';
import { readRule, rulesFor, type Rule, type RuleDefinition } from './rule';
import { runRule, type ActionTargets, type Log } from './run-rule';

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

/** How long close() waits for handlers that are under way. */
const closeGraceMs = 2000;

/** What topic rules call a client that is not there any more: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html */
const noClient = 'n/a';

/**
 * Starts the broker and replays what the journal holds.
 * @throws when a rule is refused, the journal cannot be opened, or the port is taken (EADDRINUSE)
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { log } = options;
  let rules = options.rules.map(readRule);
  let closing = false;
  const inFlight = new Set<Promise<void>>();
  const { journal, unfinished, cutBytes } = await Journal.open(join(options.folder, 'journal'));
  /** Replayed messages that no rule wants today: kept until one does, since they were acknowledged. */
  let unwanted: UnfinishedMessage[] = [];

  async function handle({ id, message }: UnfinishedMessage, wantedBy: readonly Rule[]): Promise<void> {
    const runs = await Promise.allSettled(wantedBy.map((rule) => runRule(rule, message, options, () => closing, log)));
    const failed = runs.find((run) => run.status === 'rejected');
    if (failed === undefined) journal.markDone(id);
    else log('message kept for the next start', { topic: message.topic, clientId: message.clientId, reason: String(failed.reason) });
  }

  function start(entry: UnfinishedMessage, wantedBy: readonly Rule[]): void {
    // What reached the journal while the broker closes is replayed at the next start.
    if (closing) return;
    const handled = handle(entry, wantedBy).finally(() => inFlight.delete(handled));
    inFlight.add(handled);
  }

  function replay(entries: readonly UnfinishedMessage[]): void {
    unwanted = [];
    for (const entry of entries) {
      const wantedBy = rulesFor(rules, entry.message.topic);
      if (wantedBy.length > 0) start(entry, wantedBy);
      else unwanted.push(entry);
    }
    if (unwanted.length > 0) log('messages kept until a rule wants them', { messages: unwanted.length });
  }

  /** Resolves when the client may have its PUBACK. */
  async function accept(message: Message): Promise<void> {
    const wantedBy = rulesFor(rules, message.topic);
    if (wantedBy.length > 0) start({ id: await journal.append(message), message }, wantedBy);
  }

  const aedes = await Aedes.createBroker({
    // Aedes calls this before it answers a publish, and answers only when the callback has been called.
    authorizePublish: (client, packet, callback) => {
      const refusal = publishRefusal(packet);
      if (refusal !== undefined) {
        callback(new Error(refusal));
        return;
      }
      const payload = Buffer.from(packet.payload);
      accept({ topic: packet.topic, clientId: client?.id ?? noClient, receivedAt: options.now(), payload }).then(() => callback(null), callback);
    },
    authorizeSubscribe: (_client, subscription, callback) => {
      const refusal = subscribeRefusal(subscription);
      callback(refusal === undefined ? null : new Error(refusal), subscription);
    },
  });
  aedes.on('clientError', (client, error) => log('client disconnected', { clientId: client.id, reason: error.message }));
  aedes.on('connectionError', (_client, error) => log('connection refused', { reason: error.message }));

  const sockets = new Set<Socket>();
  const closeBroker = async (): Promise<void> => {
    await new Promise<void>((resolve) => aedes.close(resolve));
    // Those that never said CONNECT are no clients of the broker yet.
    for (const socket of sockets) socket.destroy();
    await settled(inFlight, closeGraceMs);
    closing = true;
    await journal.close();
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
  } catch (error) {
    await closeBroker();
    throw error;
  }
  if (cutBytes > 0) log('journal had a torn end', { cutBytes });
  if (unfinished.length > 0) log('messages replayed', { messages: unfinished.length });
  replay(unfinished);

  return {
    // A server that listens on a port has an address with one.
    port: (server.address() as AddressInfo).port,
    setRules: (definitions) => {
      rules = definitions.map(readRule);
      replay(unwanted);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await closeBroker();
      await closed;
    },
  };
}

/** Waits for all of them, but no longer than the grace. */
async function settled(promises: ReadonlySet<Promise<void>>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([Promise.allSettled(promises), grace]);
  clearTimeout(timer);
}
