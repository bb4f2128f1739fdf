/** A request and its answer, as HTTP/1.1 and HTTP/2 have them in common; listen-both makes them, answer-request uses them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

export type Request = IncomingMessage | Http2ServerRequest;
export type Response = ServerResponse | Http2ServerResponse;
export type Handle = (request: Request, response: Response) => void;

/**
 * The body, up to a number of bytes; the rest is read and dropped, since a client that is still sending hears no answer.
 *
 * @returns `gone` when the client goes away in the middle
 */
export async function readBody(request: Request, mostBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Both kinds are readable streams of buffers as long as no encoding is set.
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= mostBytes) chunks.push(chunk);
    }
  } catch {
    // A request fails with its connection or its stream, and in no other way.
    return 'gone';
  }
  return bytes <= mostBytes ? Buffer.concat(chunks, bytes) : 'too-large';
}

/** Writes the whole answer; nothing when the client has gone. */
export function respond(response: Response, status: number, headers: Readonly<Record<string, string | number>>, body: string): void {
  if (response.destroyed || response.writableEnded) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // The two kinds of response take the same arguments, in signatures that do not unite.
  (response as ServerResponse).end(body);
}
