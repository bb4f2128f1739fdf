/** Takes the body of an upload: to a file, synced, with what the client promised of it checked; put-object, upload-part and read-document begin with it. */
import { rm, type FileHandle } from 'node:fs/promises';
import { decodeAwsChunked } from './aws-chunked';
import type { ObjectStore } from './object-store';
import { S3Error } from './s3-error';
import { header, type S3Request } from './s3-request';
import { UploadDigests } from './upload-digests';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const maxObjectBytes = 5 * 1024 ** 3;

/** Headers that say how a body comes and what it must be, for all operations that take one. */
export const bodyHeaders = ['x-amz-checksum-', 'x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length'];

export interface Received {
  /** The file, which `use` may move away. */
  readonly path: string;
  readonly size: number;
  /** In quotes. */
  readonly etag: string;
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * @param use gets what was received; what it leaves is removed
 * @throws S3Error when the body is not the one that was promised
 */
export async function receiveUpload<T>(request: S3Request, store: ObjectStore, use: (received: Received) => Promise<T>): Promise<T> {
  const size = declaredSize(request);
  const digests = new UploadDigests(request);
  const { path, file } = await store.newUpload();
  try {
    const trailers = await receive(request, file, digests, size);
    return await use({ path, size, ...digests.verify(trailers) });
  } finally {
    // Gone already when it became an object or a part.
    await rm(path, { force: true });
  }
}

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

export function contentEncodings(request: S3Request): readonly string[] {
  return (header(request, 'content-encoding') ?? '').split(',').map((encoding) => encoding.trim()).filter((encoding) => encoding !== '');
}

function incompleteBody(size: number, received: number): S3Error {
  return new S3Error('IncompleteBody', `The request promised ${size} bytes and sent ${received > size ? 'more' : received}`);
}
