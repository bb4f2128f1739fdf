/** Where UNLOAD writes: `s3://bucket/prefix` -> the bucket and the prefix of every key; called by plan-unload. */
import type { StringLiteral } from '../sql/ast';
import { SqlError } from '../sql/errors';

export interface Destination {
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly prefix: string;
}

/** Bucket names and access-point aliases. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const location = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/([^/][^]*?)\/?$/;

/** @throws SqlError at the text */
export function parseDestination({ value, at }: StringLiteral): Destination {
  const [, bucket, prefix] = location.exec(value) ?? [];
  if (bucket === undefined || prefix === undefined) throw new SqlError(at, `UNLOAD writes to 's3://bucket/prefix', a bucket and a folder in it; '${value}' is none`);
  return { bucket, prefix };
}
