/** PutObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html; the answer comes after the sync. */
import { headersToKeep, metadataPrefix } from '../headers-to-keep';
import { bodyHeaders, receiveUpload } from '../receive-upload';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';
import type { S3Operation } from '../s3-answer';
import { header } from '../s3-request';

export const putObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: [metadataPrefix, ...bodyHeaders, 'if-none-match'] });
  const condition = header(request, 'if-none-match');
  if (condition !== undefined && condition !== '*') throw notImplemented('If-None-Match with an ETag');
  await store.checkBucket(request.bucket);
  return receiveUpload(request, store, async ({ path, etag, checksums }) => {
    await store.place(request.bucket, request.key, path, { etag, checksums, headers: headersToKeep(request) }, condition === '*');
    return { status: 200, headers: { etag, ...checksums } };
  });
};
