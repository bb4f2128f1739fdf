/** HeadObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
import { etagConditions, isUnchanged } from '../etag-conditions';
import { objectHeaders, type S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import { refuseUnsupported } from '../refuse-unsupported';

export const headObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: ['x-amz-checksum-mode', ...etagConditions] });
  await store.checkBucket(request.bucket);
  const object = await store.stat(request.bucket, request.key);
  if (object === undefined) throw new S3Error('NoSuchKey', `The specified key does not exist: ${request.key}`);
  if (isUnchanged(request, object.etag)) return { status: 304, headers: { etag: object.etag } };
  return { status: 200, headers: { ...objectHeaders(object), ...object.checksums, 'content-length': object.size } };
};
