/** Objects in buckets, as UNLOAD, batch load and reports need them; s3-buckets keeps them in whatever speaks S3. */
import type { Readable } from 'node:stream';

/** Text and bytes as they are, or a file that is read while it is sent. */
export type ObjectBody = string | Uint8Array | { readonly file: string; readonly bytes: number };

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** Tells its content from any other; not every S3 has one. */
  readonly etag?: string;
}

export interface Buckets {
  /** @param signal gives up waiting for the bucket. @throws BucketError; once it resolves the object is there for good */
  put(bucket: string, key: string, body: ObjectBody, contentType: string, signal?: AbortSignal): Promise<void>;
  /** @param etag of the only content that will do. @throws BucketError */
  read(bucket: string, key: string, etag?: string): Promise<Readable>;
  /** All objects whose key has the prefix, ascending by key. @param signal gives up waiting. @throws BucketError */
  list(bucket: string, prefix: string, signal?: AbortSignal): Promise<readonly ListedObject[]>;
}

export class BucketError extends Error {
  constructor(readonly kind: 'no-such-bucket' | 'no-such-key' | 'changed' | 'unavailable', message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

const refuse = (): Promise<never> => Promise.reject(new BucketError('unavailable', 'This server was started without buckets: start it with --s3-endpoint, or with its own S3.'));

/** For a server that was given none. */
export const noBuckets: Buckets = { put: refuse, read: refuse, list: refuse };
