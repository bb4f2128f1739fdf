/** Collects a request body up to the size the server takes; used by answer-request. */
import type { IncomingMessage } from 'node:http';
import { ServiceError, frameworkNamespaces } from '../errors';

/** 100 records of 2 KB with every character escaped fit in; the service's own figure is not published. */
export const maxBodyBytes = 4 * 1024 * 1024;

/** @throws ServiceError RequestEntityTooLargeException */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    // The rest is read and dropped: a client that is still sending does not hear an answer.
    if (bytes <= maxBodyBytes) parts.push(part);
  }
  if (bytes > maxBodyBytes) {
    throw new ServiceError('RequestEntityTooLargeException', `The request body has ${bytes} bytes, more than ${maxBodyBytes}.`, {}, frameworkNamespaces.protocol);
  }
  return Buffer.concat(parts);
}
