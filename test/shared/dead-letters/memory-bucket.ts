/** A bucket in memory that can refuse to store: what a test needs of S3 to make storing a dead letter fail. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MemoryBucket {
  readonly endpoint: string;
  /** Bodies by `<bucket>/<key>`. */
  readonly objects: Map<string, string>;
  /** How often an object was put, repeats included. */
  puts(): number;
  refuse(isRefused: boolean): void;
  close(): Promise<void>;
}

export async function startMemoryBucket(): Promise<MemoryBucket> {
  const objects = new Map<string, string>();
  let puts = 0;
  let refused = false;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (refused) {
        response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code><Message>by a test</Message></Error>');
        return;
      }
      puts += 1;
      const [path = ''] = (incoming.url ?? '').slice(1).split('?');
      objects.set(decodeURIComponent(path), Buffer.concat(chunks).toString());
      response.writeHead(200, { etag: '"0"' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    objects,
    puts: () => puts,
    refuse(isRefused) {
      refused = isRefused;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
