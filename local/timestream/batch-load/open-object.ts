/** An object as a stream that ends when the server stops; used by load-file. */
import { addAbortSignal, type Readable } from 'node:stream';
import type { Buckets, ListedObject } from '../buckets/buckets';

/** @throws BucketError, or what the signal was aborted with */
export async function openObject(buckets: Buckets, bucket: string, { key, etag }: ListedObject, signal: AbortSignal): Promise<Readable> {
  signal.throwIfAborted();
  const opening = buckets.read(bucket, key, etag).then((source) => {
    // Whoever reads it hears of its end; when nobody does any more, it must not bring the server down.
    source.on('error', () => undefined);
    return addAbortSignal(signal, source);
  });
  return unlessAborted(opening, signal);
}

/** Waits no longer once the signal fires. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const waited = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    // An abort carries the error to stop with.
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true, signal: waited.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    waited.abort();
  }
}
