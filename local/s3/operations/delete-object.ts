/** DeleteObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
import { isUnchanged } from '../etag-conditions';
import type { S3Operation } from '../s3-answer';
import { refuseUnsupported } from '../refuse-unsupported';

/** Removing what is not there is no error, with If-Match neither; what is there must be what the caller means. */
export const deleteObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: ['if-match'] });
  await store.checkBucket(request.bucket);
  await store.remove(request.bucket, request.key, ({ etag }) => { isUnchanged(request, etag); });
  return { status: 204 };
};
