/** Which bucket names there can be; since they become folder names, this also keeps them inside the data folder. */
import { S3Error } from './s3-error';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** @throws S3Error InvalidBucketName */
export function checkBucketName(name: string): void {
  if (!bucketName.test(name)) throw new S3Error('InvalidBucketName', `The specified bucket is not valid: ${name}`);
}
