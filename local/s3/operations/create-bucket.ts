/** CreateBucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
import { header } from '../s3-request';
import type { S3Operation } from '../s3-answer';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';

/** Making a bucket again is no error, as in us-east-1. */
export const createBucket: S3Operation = async (request, store) => {
  refuseUnsupported(request, {});
  if (Number(header(request, 'content-length') ?? 0) > 0) throw notImplemented('CreateBucketConfiguration');
  await store.createBucket(request.bucket);
  return { status: 200, headers: { location: `/${request.bucket}` } };
};
