/** The HTTP half of the reference servers of the write benchmark: reads whole bodies, answers 200 with the same text always. */
import { createServer } from 'node:http';

const answer = '{"RecordsIngested":{"Total":100,"MemoryStore":100,"MagneticStore":0}}';
/** As our own server: connections wait while it is another server's turn. */
const keepAliveMs = 75_000;
const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': answer.length };

/** @param take what the answer waits for */
export function serveBodies(take: (body: Buffer) => Promise<void> | void): void {
  createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      Promise.resolve(take(Buffer.concat(chunks))).then(() => {
        response.writeHead(200, headers);
        response.end(answer);
      }, (cause: unknown) => {
        process.stderr.write(`${cause instanceof Error ? cause.stack : cause}\n`);
        process.exit(1);
      });
    });
  }).listen(Number(process.argv[2]), '127.0.0.1');
  process.on('SIGINT', () => process.exit(0));
}
