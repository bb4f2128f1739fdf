/** The HTTP client of all engines: connections are kept, bodies are received whole. */
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

export interface HttpCall {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** @throws Error with the body of an answer that is not a success */
export function httpCall({ url, method = 'POST', headers = {}, body = '' }: HttpCall): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const bytes = Buffer.concat(chunks);
        const isSuccess = response.statusCode !== undefined && response.statusCode < 300;
        if (isSuccess) resolve(bytes);
        else reject(new Error(`${url} answered ${response.statusCode}: ${bytes.toString().slice(0, 500)}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** Lets the next body be made while those before it are on their way. */
export async function inFlight<T>(limit: number, items: Iterable<T>, send: (item: T) => Promise<unknown>): Promise<void> {
  const running = new Set<Promise<unknown>>();
  for (const item of items) {
    const sent: Promise<unknown> = send(item).finally(() => running.delete(sent));
    running.add(sent);
    if (running.size >= limit) await Promise.race(running);
  }
  await Promise.all(running);
}
