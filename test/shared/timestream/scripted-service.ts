/**
 * Timestream with scripted replies: for what the local server has no reason to do, such as an empty first page, throttling or no
 * reply at all. Real clients speak to it over HTTP.
 */
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';

export interface ScriptedRequest {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A body to send with 200; an error to send with 4xx; 'hang' keeps the caller waiting. */
export type Reply = { readonly body: object } | { readonly error: string; readonly status: number; readonly message: string } | 'hang';

export async function startScriptedService(reply: (request: ScriptedRequest, index: number) => Reply) {
  const requests: ScriptedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
      // Only objects are ever sent as bodies.
      const request = { operation, input: JSON.parse(Buffer.concat(chunks).toString()) as ScriptedRequest['input'] };
      requests.push(request);
      send(response, reply(request, requests.length - 1));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const endpoint = `http://127.0.0.1:${address.port}`;
  const client = new TimestreamQueryClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const close = async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, endpoint, requests, close };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  const [status, body] = 'body' in reply
    ? [200, reply.body]
    : [reply.status, { __type: `com.amazonaws.timestream.v20181101#${reply.error}`, message: reply.message }];
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}
