/** Answers as Timestream and S3 would to a caller who is always right, and remembers what was written; for tests of whole functions. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WriteRequest {
  readonly TableName: string;
  readonly Records: readonly object[];
  readonly CommonAttributes?: object;
}

export interface AgreeableAws {
  readonly writes: WriteRequest[];
  /** What points the SDK's clients here. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const answers: Readonly<Record<string, object>> = {
  DescribeEndpoints: { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 60 }] },
  WriteRecords: { RecordsIngested: { Total: 1, MemoryStore: 1, MagneticStore: 0 } },
  Query: { QueryId: 'q', ColumnInfo: [], Rows: [], QueryStatus: { ProgressPercentage: 100, CumulativeBytesScanned: 0, CumulativeBytesMetered: 0 } },
};

export async function startAgreeableAws(): Promise<AgreeableAws> {
  const writes: WriteRequest[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      if (operation === 'WriteRecords') writes.push(JSON.parse(body) as WriteRequest);
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(request.method === 'PUT' ? '' : JSON.stringify(answers[operation] ?? {}));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    writes,
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_TIMESTREAM_WRITE: endpoint,
      AWS_ENDPOINT_URL_TIMESTREAM_QUERY: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
    },
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
