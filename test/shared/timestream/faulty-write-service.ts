/**
 * The write API with answers that a test decides: for faults that the local server does not make by itself. The real client
 * speaks to it over HTTP and finds it through its environment, endpoint discovery included.
 */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WriteRecordsRequest } from '@aws-sdk/client-timestream-write';

/** `hang` never answers, `drop` closes the connection. */
export type Answer = { readonly status: number; readonly body: object } | 'hang' | 'drop';

export const accepted: Answer = { status: 200, body: {} };

export function fault(code: string, status: number, members: object = {}): Answer {
  return { status, body: { __type: `com.amazonaws.timestream.v20181101#${code}`, message: `${code} by a test`, ...members } };
}

export function rejected(...RejectedRecords: { RecordIndex?: number; Reason: string; ExistingVersion?: number }[]): Answer {
  return fault('RejectedRecordsException', 419, { RejectedRecords });
}

type AnswerTo = (request: WriteRecordsRequest, index: number) => Answer | Promise<Answer>;

export interface FaultyWriteService {
  readonly endpoint: string;
  /** Every WriteRecords request since the last `answerWith`, retries included. */
  readonly requests: readonly WriteRecordsRequest[];
  /** Theirs, in the same order. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** How often an endpoint was asked for. */
  discoveries(): number;
  answerWith(answer: AnswerTo): void;
  close(): Promise<void>;
}

export async function startFaultyWriteService(): Promise<FaultyWriteService> {
  const requests: WriteRecordsRequest[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let discoveries = 0;
  let answer: AnswerTo = () => accepted;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      if (String(incoming.headers['x-amz-target']).endsWith('.DescribeEndpoints')) {
        discoveries += 1;
        // The JavaScript client puts this into the host name alone, so it has neither scheme nor port.
        send(response, { status: 200, body: { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] } });
        return;
      }
      const request = JSON.parse(Buffer.concat(chunks).toString()) as WriteRecordsRequest; // the client makes no other call
      requests.push(request);
      headers.push(incoming.headers);
      send(response, await answer(request, requests.length - 1));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    requests,
    headers,
    discoveries: () => discoveries,
    answerWith(next) {
      requests.length = 0;
      headers.length = 0;
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer.body));
}
