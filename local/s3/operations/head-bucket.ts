/** HeadBucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
import type { S3Operation } from '../s3-answer';
import { refuseUnsupported } from '../refuse-unsupported';

export const headBucket: S3Operation = async (request, store) => {
  refuseUnsupported(request, {});
  await store.checkBucket(request.bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': 'us-east-1' } };
};
