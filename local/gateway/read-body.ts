/** The body of a request, up to what the service takes. */
import type { IncomingMessage } from 'node:http';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maxBodyBytes = 10 * 1024 * 1024;

/** @returns undefined when it is larger; it is read to its end all the same, since a client that is cut off while it sends sees no answer */
export async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Without an encoding set, the chunks are buffers.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}
