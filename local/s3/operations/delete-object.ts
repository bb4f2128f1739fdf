/** DeleteObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
import { isUnchanged } from '../etag-conditions';
import type { S3Operation } from '../s3-answer';
import { refuseUnsupported } from '../refuse-unsupported';
import { S3Error } from '../s3-error';
import { header } from '../s3-request';

/**
 * Removing what is not there is an error only with If-Match; what is there must be what the caller means then.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
export const deleteObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: ['if-match'] });
  await store.checkBucket(request.bucket);
  await store.remove(request.bucket, request.key, (object) => {
    if (object !== undefined) isUnchanged(request, object.etag);
    else if (header(request, 'if-match') !== undefined) throw new S3Error('NoSuchKey', `The specified key does not exist: ${request.key}`);
  });
  return { status: 204 };
};
