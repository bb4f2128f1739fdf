/** What is known of an object besides its bytes, kept beside the buckets so that their folders hold objects alone. */
import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isMissing, writeFileSafely } from './disk';

export interface ObjectAttributes {
  /** In quotes, as it goes out. */
  readonly etag: string;
  /** The headers that come back with the object: content type and the like, and `x-amz-meta-*`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
}

/** With the size and time of the file they were written for: another file under that name has other attributes. */
export interface StoredAttributes extends ObjectAttributes {
  readonly size: number;
  readonly modifiedMs: number;
}

/** No bucket can have this name. */
const attributesFolder = '.attributes';

/** What S3 says of an object that came without a type. */
export const defaultContentType = 'binary/octet-stream';

export async function writeAttributes(folder: string, bucket: string, key: string, attributes: StoredAttributes): Promise<void> {
  await writeFileSafely(attributesPath(folder, bucket, key), JSON.stringify(attributes));
}

export async function readAttributes(folder: string, bucket: string, key: string): Promise<StoredAttributes | undefined> {
  try {
    // Written by writeAttributes alone.
    return JSON.parse(await readFile(attributesPath(folder, bucket, key), 'utf8')) as StoredAttributes;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export async function removeAttributes(folder: string, bucket: string, key: string): Promise<void> {
  await rm(attributesPath(folder, bucket, key), { force: true });
}

export async function removeAttributesOfBucket(folder: string, bucket: string): Promise<void> {
  await rm(join(folder, attributesFolder, bucket), { recursive: true, force: true });
}

/** For a file that somebody put into the bucket's folder by hand. */
export async function attributesOfFile(path: string): Promise<ObjectAttributes> {
  const file = await open(path);
  const md5 = createHash('md5');
  await pipeline(file.createReadStream(), md5);
  return { etag: `"${md5.digest('hex')}"`, headers: { 'content-type': defaultContentType }, checksums: {} };
}

function attributesPath(folder: string, bucket: string, key: string): string {
  return join(folder, attributesFolder, bucket, `${createHash('sha256').update(key).digest('hex')}.json`);
}
