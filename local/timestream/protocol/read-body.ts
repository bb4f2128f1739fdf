/** Collects a request body up to the size the server takes; used by answer-request. */
import type { IncomingMessage } from 'node:http';
import { ServiceError, frameworkNamespaces } from '../errors';

/** 100 records of 2 KB with every character escaped fit in; the service's own figure is not published. */
export const maxBodyBytes = 4 * 1024 * 1024;

/**
 * By events, since a loop over the stream costs as much as parsing a small body.
 *
 * @throws ServiceError RequestEntityTooLargeException
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      // The rest is read and dropped: a client that is still sending does not hear an answer.
      if (bytes <= maxBodyBytes) parts.push(part);
    });
    request.once('end', () => (bytes > maxBodyBytes ? reject(tooLarge(bytes)) : resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))));
    request.once('error', reject);
    // Without an end there is nobody to answer.
    request.once('close', () => { if (!request.complete) reject(new Error('the connection was closed in the middle of a request')); });
  });
}

function tooLarge(bytes: number): ServiceError {
  return new ServiceError('RequestEntityTooLargeException', `The request body has ${bytes} bytes, more than ${maxBodyBytes}.`, {}, frameworkNamespaces.protocol);
}
