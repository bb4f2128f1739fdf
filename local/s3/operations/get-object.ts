/** GetObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
import { Readable } from 'node:stream';
import { etagConditions, isUnchanged } from '../etag-conditions';
import { objectHeaders, type S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import { header } from '../s3-request';
import { refuseUnsupported } from '../refuse-unsupported';

export const getObject: S3Operation = async (request, store) => {
  refuseUnsupported(request, { headers: ['x-amz-checksum-mode', ...etagConditions] });
  await store.checkBucket(request.bucket);
  const found = await store.read(request.bucket, request.key);
  if (found === undefined) throw new S3Error('NoSuchKey', `The specified key does not exist: ${request.key}`);
  const { object, file } = found;
  try {
    if (isUnchanged(request, object.etag)) {
      await file.close();
      return { status: 304, headers: { etag: object.etag } };
    }
    const range = readRange(header(request, 'range'), object.size);
    const { start, end } = range ?? { start: 0, end: object.size - 1 };
    // Checksums are those of the whole object, so a part goes without.
    const extra = range === undefined ? object.checksums : { 'content-range': `bytes ${start}-${end}/${object.size}` };
    const headers = { ...objectHeaders(object), ...extra, 'content-length': end - start + 1 };
    const body = object.size === 0 ? Readable.from([]) : file.createReadStream({ start, end });
    if (object.size === 0) await file.close();
    return { status: range === undefined ? 200 : 206, headers, body };
  } catch (error) {
    await file.close();
    throw error;
  }
};

/**
 * @returns undefined for no range, or one that S3 passes over: several parts, another unit, not readable
 * @throws S3Error InvalidRange when it starts behind the object's end
 */
function readRange(text: string | undefined, size: number): { readonly start: number; readonly end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? '');
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (first === '' && last === '') return undefined;
  const range = first === '' ? { start: Math.max(size - Number(last), 0), end: size - 1 } : { start: Number(first), end: Math.min(last === '' ? Infinity : Number(last), size - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (range.start >= size) throw new S3Error('InvalidRange', `The requested range is not satisfiable: ${text} of ${size} bytes`);
  return range;
}
