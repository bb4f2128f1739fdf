/** PutObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html; the answer comes after the sync. */
import { rm, type FileHandle } from 'node:fs/promises';
import { decodeAwsChunked } from '../aws-chunked';
import { UploadDigests } from '../upload-digests';
import { defaultContentType } from '../object-attributes';
import type { S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import { header, type S3Request } from '../s3-request';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const maxObjectBytes = 5 * 1024 ** 3;

const keptHeaders = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
const metadataPrefix = 'x-amz-meta-';

export const putObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, {
    headers: [metadataPrefix, 'x-amz-checksum-', 'x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length', 'if-none-match'],
  });
  const condition = header(request, 'if-none-match');
  if (condition !== undefined && condition !== '*') throw notImplemented('If-None-Match with an ETag');
  const size = declaredSize(request);
  const digests = new UploadDigests(request);
  await store.checkBucket(request.bucket);

  const { path, file } = await store.newUpload();
  try {
    const trailers = await receive(request, file, digests, size);
    const { etag, checksums } = digests.verify(trailers);
    const attributes = { etag, checksums, headers: headersToKeep(request) };
    await store.place(request.bucket, request.key, path, attributes, condition === '*');
    return { status: 200, headers: { etag, ...checksums } };
  } finally {
    // Gone already when the upload became the object.
    await rm(path, { force: true });
  }
};

/** Writes the content to the file and syncs it. */
async function receive(request: S3Request, file: FileHandle, digests: UploadDigests, size: number): Promise<ReadonlyMap<string, string>> {
  const trailers = new Map<string, string>();
  let received = 0;
  try {
    for await (const chunk of isAwsChunked(request) ? decodeAwsChunked(request.body, trailers) : bytesOf(request)) {
      received += chunk.length;
      if (received > size) throw incompleteBody(size, received);
      digests.update(chunk);
      // Unlike write(), this goes on until every byte is written.
      await file.appendFile(chunk);
    }
    if (received !== size) throw incompleteBody(size, received);
    await file.datasync();
  } finally {
    await file.close();
  }
  return trailers;
}

/** A request without an encoding set yields its body as buffers. */
function bytesOf(request: S3Request): AsyncIterable<Buffer> {
  return request.body;
}

function declaredSize(request: S3Request): number {
  const name = isAwsChunked(request) ? 'x-amz-decoded-content-length' : 'content-length';
  const text = header(request, name);
  if (text === undefined) throw new S3Error('MissingContentLength', `You must provide the ${name} HTTP header`);
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('InvalidArgument', `${name} is no number: ${text}`);
  if (Number(text) > maxObjectBytes) throw new S3Error('EntityTooLarge', `Your proposed upload exceeds the maximum allowed size of ${maxObjectBytes} bytes`);
  return Number(text);
}

function isAwsChunked(request: S3Request): boolean {
  return contentEncodings(request).includes('aws-chunked') || (header(request, 'x-amz-content-sha256') ?? '').startsWith('STREAMING-');
}

function contentEncodings(request: S3Request): readonly string[] {
  return (header(request, 'content-encoding') ?? '').split(',').map((encoding) => encoding.trim()).filter((encoding) => encoding !== '');
}

function headersToKeep(request: S3Request): Record<string, string> {
  const names = Object.keys(request.headers).filter((name) => keptHeaders.includes(name) || name.startsWith(metadataPrefix));
  const kept = Object.fromEntries(names.map((name) => [name, header(request, name) ?? '']));
  // The wrapping is gone once the object is stored.
  const encodings = contentEncodings(request).filter((encoding) => encoding !== 'aws-chunked').join(',');
  return { 'content-type': defaultContentType, ...kept, ...(encodings === '' ? {} : { 'content-encoding': encodings }) };
}

function incompleteBody(size: number, received: number): S3Error {
  return new S3Error('IncompleteBody', `The request promised ${size} bytes and sent ${received > size ? 'more' : received}`);
}
