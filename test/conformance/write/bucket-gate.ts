/** An S3 in front of another one that can hold objects back or break off in the middle of them; for tests of what waits for a bucket. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Mode =
  | { readonly kind: 'open' }
  /** No object is longer than so many bytes until the mode changes. */
  | { readonly kind: 'held'; readonly afterBytes: number }
  /** Objects that are held, and all others, break off where they are. */
  | { readonly kind: 'broken' };

export interface BucketGate {
  readonly endpoint: string;
  /** Lets what is held go on. */
  set(mode: Mode): void;
  close(): Promise<void>;
}

export async function startBucketGate(target: string): Promise<BucketGate> {
  let mode: Mode = { kind: 'open' };
  const waiting: (() => void)[] = [];
  const isObject = ({ method, url = '' }: IncomingMessage) => method === 'GET' && !url.includes('list-type');

  async function send(answer: IncomingMessage, response: ServerResponse, isGated: boolean): Promise<void> {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    let sent = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      const free = isGated && mode.kind === 'held' ? Math.max(mode.afterBytes - sent, 0) : part.length;
      response.write(part.subarray(0, free));
      if (free < part.length) await new Promise<void>((resolve) => waiting.push(resolve));
      if (isGated && mode.kind === 'broken') return void response.destroy();
      response.write(part.subarray(free));
      sent += part.length;
    }
    response.end();
  }

  const server = createServer((message, response) => {
    const { method, url, headers } = message;
    const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      send(answer, response, isObject(message)).catch(() => response.destroy());
    });
    onward.on('error', () => response.destroy());
    message.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    // A server that listens on a port has this kind of address.
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => {
      mode = next;
      for (const go of waiting.splice(0)) go();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
