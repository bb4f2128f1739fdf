/** DeleteBucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
import { refuseUnsupported } from '../refuse-unsupported';
import type { S3Operation } from '../s3-answer';

export const deleteBucket: S3Operation = async (request, store) => {
  refuseUnsupported(request, {});
  await store.checkBucket(request.bucket);
  await store.removeBucket(request.bucket);
  return { status: 204 };
};
