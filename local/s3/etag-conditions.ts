/** If-Match and If-None-Match of reads: clients that fetch an object in ranges make sure with them that it is still the same. */
import { S3Error } from './s3-error';
import { header, type S3Request } from './s3-request';

export const etagConditions = ['if-match', 'if-none-match'];

/**
 * @returns whether the caller has the object already
 * @throws S3Error PreconditionFailed when it is another than the caller means
 */
export function isUnchanged(request: S3Request, etag: string): boolean {
  const wanted = header(request, 'if-match');
  if (wanted !== undefined && !names(wanted, etag)) throw new S3Error('PreconditionFailed', `At least one of the pre-conditions you specified did not hold: the ETag is ${etag}`);
  const known = header(request, 'if-none-match');
  return known !== undefined && names(known, etag);
}

/** Some clients leave the quotes out. */
function names(condition: string, etag: string): boolean {
  return condition.split(',').map((each) => each.trim()).some((each) => each === '*' || each === etag || `"${each}"` === etag);
}
