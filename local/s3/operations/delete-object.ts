/** DeleteObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
import type { S3Operation } from '../s3-answer';
import { refuseUnsupported } from '../refuse-unsupported';

/** Removing what is not there is no error. */
export const deleteObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, {});
  await store.checkBucket(request.bucket);
  await store.remove(request.bucket, request.key);
  return { status: 204 };
};
