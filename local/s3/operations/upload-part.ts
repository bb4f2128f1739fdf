/** UploadPart: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html; the answer comes after the sync. */
import { bodyHeaders, receiveUpload } from '../receive-upload';
import { refuseUnsupported } from '../refuse-unsupported';
import type { S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const maxParts = 10_000;

export const uploadPart: S3Operation = async (request, store) => {
  refuseUnsupported(request, { parameters: ['uploadId', 'partNumber'], headers: bodyHeaders });
  const id = request.query.get('uploadId') ?? '';
  const number = request.query.get('partNumber') ?? '';
  if (!/^\d{1,5}$/.test(number) || Number(number) < 1 || Number(number) > maxParts) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${maxParts}, inclusive: ${number}`);
  }
  await store.checkBucket(request.bucket);
  await store.multipart.find(id, request.bucket, request.key);
  return receiveUpload(request, store, async (received) => {
    await store.multipart.addPart(id, { number: Number(number), ...received });
    return { status: 200, headers: { etag: received.etag, ...received.checksums } };
  });
};
