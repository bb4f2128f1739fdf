/** What a bucket answers to UNLOAD -> the error of the query; everything UNLOAD asks of a bucket goes through here. */
import { BucketError } from '../buckets/buckets';
import { ServiceError } from '../errors';
import type { Destination } from './destination';

/** @throws ServiceError when the bucket refuses */
export async function inServiceWords<T>({ bucket }: Destination, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof BucketError)) throw cause;
    if (cause.kind === 'no-such-bucket') throw new ServiceError('ValidationException', `The bucket '${bucket}' of UNLOAD does not exist`);
    throw new ServiceError('QueryExecutionException', `UNLOAD cannot write to the bucket '${bucket}': ${cause.message}`);
  }
}
