/** Collects the body of an Invoke request, up to what an invocation takes; server hands it to invoke. */
import type { IncomingMessage } from 'node:http';
import { synchronousPayloadBytes, tooLarge } from './limits';

/**
 * Refuses as soon as more is announced or has come. What still comes is read and dropped: a connection that is closed with unread
 * bytes is reset, and a client that is still sending would lose the answer.
 *
 * @throws LambdaError RequestTooLargeException
 */
export function readPayload(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > synchronousPayloadBytes) reject(tooLarge(synchronousPayloadBytes));
    // By events: a loop over the stream would destroy it, and the connection with it, when it is left.
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= synchronousPayloadBytes) chunks.push(chunk);
      else reject(tooLarge(synchronousPayloadBytes));
    });
    request.once('end', () => { resolve(Buffer.concat(chunks)); });
    request.once('error', reject);
  });
}
