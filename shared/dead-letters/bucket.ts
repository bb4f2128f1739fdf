/** The dead-letter bucket through the S3 client: what else is in this folder stores, lists, reads and deletes letters with these. */
import { setMaxListeners } from 'node:events';
import type { S3Client } from '@aws-sdk/client-s3';

/** For a body of a few hundred kilobytes; the client tries three times. Without throwOnRequestTimeout it would only warn. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

let client: S3Client | undefined;

/** Loaded with the first letter: most instances never see one. */
async function s3() {
  const sdk = await import('./s3');
  client ??= new sdk.S3Client({ requestHandler });
  return { sdk, client };
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly storedAtMs: number;
}

export interface StoredObject {
  readonly key: string;
  /** Another one as soon as anything else is stored under the key. */
  readonly etag: string;
  readonly body: Buffer;
  /** Epoch milliseconds. */
  readonly storedAtMs: number;
}

function options(signal: AbortSignal | undefined) {
  if (signal === undefined) return {};
  // Every request in flight listens to this one signal: more than ten listeners are no leak here.
  setMaxListeners(0, signal);
  return { abortSignal: signal };
}

export async function putObject(bucket: string, key: string, body: string, signal?: AbortSignal): Promise<void> {
  const { sdk, client } = await s3();
  await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }), options(signal));
}

/** @returns undefined when there is no such object (any more) */
export async function getObject(bucket: string, key: string, signal?: AbortSignal): Promise<StoredObject | undefined> {
  const { sdk, client } = await s3();
  try {
    const { Body, ETag = '', LastModified } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }), options(signal));
    const body = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return { key, etag: ETag, body, storedAtMs: LastModified?.getTime() ?? 0 };
  } catch (error) {
    if (error instanceof sdk.NoSuchKey) return undefined;
    throw error;
  }
}

/** In the order of their keys, those after `after`. */
export async function* listObjects(bucket: string, prefix: string, after: string, signal?: AbortSignal): AsyncGenerator<ListedObject> {
  const { sdk, client } = await s3();
  let token: string | undefined;
  do {
    const position = token === undefined ? { StartAfter: after } : { ContinuationToken: token };
    const page = await client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...position }), options(signal));
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      if (Key !== undefined) yield { key: Key, bytes: Size, storedAtMs: LastModified?.getTime() ?? 0 };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** The next parts of the keys that begin so, each with the `/` it ends with: `reason=not-json/`. There are far fewer than fit a page. */
export async function listFolders(bucket: string, prefix: string, signal?: AbortSignal): Promise<readonly string[]> {
  const { sdk, client } = await s3();
  const { CommonPrefixes = [] } = await client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/' }), options(signal));
  return CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []);
}

/**
 * Deletes an object as it was read, and not what somebody has stored under its key since.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 *
 * @returns whether nothing is there now; false when something else is
 */
export async function deleteObject(bucket: string, { key, etag }: Pick<StoredObject, 'key' | 'etag'>, signal?: AbortSignal): Promise<boolean> {
  const { sdk, client } = await s3();
  try {
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }), options(signal));
    return true;
  } catch (error) {
    const status = error instanceof sdk.S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 412) return false;
    if (status === 404) return true;
    throw error;
  }
}
