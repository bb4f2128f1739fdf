/** CompleteMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html; the answer comes after the sync. */
import { rm } from 'node:fs/promises';
import { checksumPrefix } from '../checksums';
import { chooseParts, joinParts } from '../join-parts';
import { readDocument } from '../read-document';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';
import { xmlAnswer, xmlNamespace, type S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import { header, type S3Request } from '../s3-request';
import { element, xmlDocument } from '../xml';

export const completeMultipartUpload: S3Operation = async (request, store) => {
  refuseUnsupported(request, { parameters: ['uploadId'], headers: [checksumPrefix, 'x-amz-mp-object-size', 'if-none-match'] });
  const { bucket, key, query } = request;
  const id = query.get('uploadId') ?? '';
  const condition = header(request, 'if-none-match');
  if (condition !== undefined && condition !== '*') throw notImplemented('If-None-Match with an ETag');
  await store.checkBucket(bucket);
  const upload = await store.multipart.find(id, bucket, key);
  const parts = chooseParts(await readDocument(withoutChecksums(request), store, 'CompleteMultipartUpload'), await store.multipart.parts(id));
  requireSame(header(request, 'x-amz-mp-object-size'), String(parts.reduce((sum, part) => sum + part.size, 0)), 'size');

  const { path, file } = await store.newUpload();
  try {
    const { etag, checksums } = await joinParts(parts, upload, file);
    for (const [name, value] of Object.entries(checksums)) requireSame(header(request, name), value, name);
    await store.place(bucket, key, path, { etag, checksums, headers: upload.headers }, condition === '*');
    await store.multipart.remove(id);
    const about = Object.entries(checksums).map(([name, value]) => element(`Checksum${name.slice(checksumPrefix.length).toUpperCase()}`, value));
    return xmlAnswer(xmlDocument(element('CompleteMultipartUploadResult', [
      element('Location', `/${bucket}/${key}`), element('Bucket', bucket), element('Key', key), element('ETag', etag), ...about,
    ], xmlNamespace)));
  } finally {
    // Gone already when it became the object.
    await rm(path, { force: true });
  }
};

/** Here they are the object's, not those of the body. */
function withoutChecksums(request: S3Request): S3Request {
  return { ...request, headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith(checksumPrefix))) };
}

function requireSame(promised: string | undefined, computed: string, what: string): void {
  if (promised !== undefined && promised !== computed) throw new S3Error('BadDigest', `The ${what} you specified did not match the calculated one: ${promised}, not ${computed}`);
}
