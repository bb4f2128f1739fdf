/** CopyObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html; the answer comes after the sync. */
import { rm } from 'node:fs/promises';
import { headersToKeep, metadataPrefix } from '../headers-to-keep';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';
import { xmlAnswer, xmlNamespace, type S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import { decode, header } from '../s3-request';
import { element, xmlDocument } from '../xml';

export const copyObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: [metadataPrefix, 'x-amz-copy-source', 'x-amz-metadata-directive'] });
  const directive = header(request, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') throw new S3Error('InvalidArgument', `Unknown metadata directive: ${directive}`);
  const source = decode((header(request, 'x-amz-copy-source') ?? '').replace(/^\//, ''));
  const [, bucket = '', key = ''] = /^([^/]+)\/(.+)$/s.exec(source) ?? [];
  if (key.includes('?versionId=')) throw notImplemented('A version in x-amz-copy-source');
  await store.checkBucket(request.bucket);
  await store.checkBucket(bucket);
  const found = await store.read(bucket, key);
  if (found === undefined) throw new S3Error('NoSuchKey', `The specified key does not exist: ${key}`);

  const { path, file } = await store.newUpload();
  try {
    try {
      if (found.object.size > 0) for await (const chunk of found.file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) await file.appendFile(chunk);
      await file.datasync();
    } finally {
      await Promise.all([found.file.close(), file.close()]);
    }
    const { etag, checksums, headers } = found.object;
    await store.place(request.bucket, request.key, path, { etag, checksums, headers: directive === 'COPY' ? headers : headersToKeep(request) }, false);
    return xmlAnswer(xmlDocument(element('CopyObjectResult', [element('ETag', etag), element('LastModified', new Date().toISOString())], xmlNamespace)));
  } finally {
    // Gone already when it became the object.
    await rm(path, { force: true });
  }
};
