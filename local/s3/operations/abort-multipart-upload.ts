/** AbortMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
import { refuseUnsupported } from '../refuse-unsupported';
import type { S3Operation } from '../s3-answer';

export const abortMultipartUpload: S3Operation = async (request, store) => {
  refuseUnsupported(request, { parameters: ['uploadId'] });
  const id = request.query.get('uploadId') ?? '';
  await store.checkBucket(request.bucket);
  await store.multipart.find(id, request.bucket, request.key);
  await store.multipart.remove(id);
  return { status: 204 };
};
