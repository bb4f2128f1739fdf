/** A Timestream that takes every write at once, or after a latency that each round sets: what it costs is the client's alone. */
import { createServer, type ServerResponse } from 'node:http';

const contentType = 'application/x-amz-json-1.0';
const taken = JSON.stringify({ RecordsIngested: { Total: 100, MemoryStore: 100, MagneticStore: 0 } });
const endpoints = JSON.stringify({ Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] });
const port = Number(process.argv[2]);

let latencyMs = 0;

function answer(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': contentType, 'content-length': body.length, 'x-amzn-requestid': 'stub' }).end(body);
}

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    const latency = /^\/latency\/(\d+)$/.exec(request.url ?? '')?.[1];
    if (latency !== undefined) {
      latencyMs = Number(latency);
      answer(response, '{}');
    } else if (request.headers['x-amz-target']?.toString().endsWith('.DescribeEndpoints')) answer(response, endpoints);
    else if (latencyMs === 0) answer(response, taken);
    else setTimeout(() => { answer(response, taken); }, latencyMs);
  });
});
server.keepAliveTimeout = 75_000;
server.listen(port, '127.0.0.1');
process.once('SIGINT', () => process.exit());
