/** Keeps pages in a browser away from the buckets, also those whose own name was made to mean this machine; asked by server. */
import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error';

/**
 * Browsers send an origin with every request that could change something; SDKs do not.
 *
 * @throws S3Error AccessDenied
 */
export function refuseWebPages({ headers: { origin } }: IncomingMessage): void {
  if (origin !== undefined) throw new S3Error('AccessDenied', `Requests from web pages are refused, such as from ${origin}`);
}
