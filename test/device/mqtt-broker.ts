/** A real MQTT broker for the tests of this folder, which can be away, silent, and come back. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';

export interface Published {
  readonly topic: string;
  readonly payload: string;
}

export class TestBroker {
  /** In the order of their arrival. */
  readonly published: Published[] = [];
  /** While true, nothing that arrives is acknowledged. */
  isSilent = false;
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes | undefined;
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** Starts, or comes back on the port it had. */
  async start(): Promise<void> {
    const aedes = await Aedes.createBroker({
      authorizePublish: (_client, { topic, payload }, callback) => {
        this.published.push({ topic, payload: payload.toString() });
        if (!this.isSilent) callback(null);
      },
    });
    this.#aedes = aedes;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      aedes.handle(socket);
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await new Promise<void>((resolve) => { if (this.#aedes === undefined) resolve(); else this.#aedes.close(resolve); });
    await closed;
    this.#server = undefined;
  }

  /** Every reading of every message, in order. */
  readings(): Record<string, unknown>[] {
    return this.published.flatMap(({ payload }) => JSON.parse(payload) as Record<string, unknown>[]);
  }
}
