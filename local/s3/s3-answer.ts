/** What an operation answers, and what an operation is: server sends the one and calls the other. */
import type { Readable } from 'node:stream';
import type { ObjectStore, StoredObject } from './object-store';
import type { S3Request } from './s3-request';

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** XML, or an object's bytes. */
  readonly body?: string | Readable;
}

export type S3Operation = (request: S3Request, store: ObjectStore) => Promise<S3Answer>;

export const xmlNamespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function xmlAnswer(body: string): S3Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** What GetObject and HeadObject say of an object. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  return { ...object.headers, etag: object.etag, 'last-modified': new Date(object.modifiedMs).toUTCString(), 'accept-ranges': 'bytes' };
}
