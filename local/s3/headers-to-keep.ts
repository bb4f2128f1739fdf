/** Which headers of an upload come back with the object; put-object, copy-object and create-multipart-upload keep them. */
import { defaultContentType } from './object-attributes';
import { contentEncodings } from './receive-upload';
import { header, type S3Request } from './s3-request';

const keptHeaders = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
export const metadataPrefix = 'x-amz-meta-';

export function headersToKeep(request: S3Request): Record<string, string> {
  const names = Object.keys(request.headers).filter((name) => keptHeaders.includes(name) || name.startsWith(metadataPrefix));
  const kept = Object.fromEntries(names.map((name) => [name, header(request, name) ?? '']));
  // The wrapping is gone once the object is stored.
  const encodings = contentEncodings(request).filter((encoding) => encoding !== 'aws-chunked').join(',');
  return { 'content-type': defaultContentType, ...kept, ...(encodings === '' ? {} : { 'content-encoding': encodings }) };
}
