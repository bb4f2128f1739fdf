/** CreateBucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
import { readDocument } from '../read-document';
import { bodyHeaders } from '../receive-upload';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';
import type { S3Operation } from '../s3-answer';
import { header } from '../s3-request';

/** Making a bucket again is no error, as in us-east-1. */
export const createBucket: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: bodyHeaders });
  if (Number(header(request, 'content-length') ?? 0) > 0) {
    const { children } = await readDocument(request, store, 'CreateBucketConfiguration');
    // Clients of every region but us-east-1 name theirs; here all buckets are in one place.
    const unknown = children.find(({ name }) => name !== 'LocationConstraint');
    if (unknown !== undefined) throw notImplemented(`${unknown.name} in CreateBucketConfiguration`);
  }
  await store.createBucket(request.bucket);
  return { status: 200, headers: { location: `/${request.bucket}` } };
};
