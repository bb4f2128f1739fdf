/** Buckets behind an S3 endpoint, through the official client, which is loaded with the first object only. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { messageOf } from '../message-of';
import type { Buckets, ListedObject, ObjectBody } from './buckets';
import { BucketError } from './buckets';

type Sdk = typeof import('@aws-sdk/client-s3');

export interface S3Buckets extends Buckets {
  /** Ends the connections it keeps. */
  close(): void;
}

export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Opens nothing before the first call. */
export function s3Buckets({ endpoint, region, accessKeyId, secretAccessKey }: S3Settings): S3Buckets {
  let client: S3Client | undefined;
  const use = async <T>(what: string, work: (sdk: Sdk, client: S3Client) => Promise<T>): Promise<T> => {
    const sdk = await import('@aws-sdk/client-s3');
    client ??= new sdk.S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
    return work(sdk, client).catch((cause: unknown) => { throw bucketError(what, cause); });
  };
  return {
    put: (bucket, key, body, contentType) => use(`s3://${bucket}/${key}`, async (sdk, s3) => {
      await s3.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType, ...contentOf(body) }));
    }),
    read: (bucket, key) => use(`s3://${bucket}/${key}`, async (sdk, s3) => {
      const { Body } = await s3.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
      // In Node the body of an answer is a stream of Node's.
      return Body as Readable;
    }),
    list: (bucket, prefix) => use(`s3://${bucket}/${prefix}`, async (sdk, s3) => {
      const objects: ListedObject[] = [];
      for await (const page of sdk.paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) objects.push({ key: Key, bytes: Size ?? 0 });
      }
      return objects;
    }),
    close: () => { client?.destroy(); },
  };
}

function contentOf(body: ObjectBody): { Body: string | Uint8Array | Readable; ContentLength?: number } {
  if (typeof body === 'string' || body instanceof Uint8Array) return { Body: body };
  return { Body: createReadStream(body.file), ContentLength: body.bytes };
}

const kinds = new Map<string, BucketError['kind']>([['NoSuchBucket', 'no-such-bucket'], ['NoSuchKey', 'no-such-key']]);

function bucketError(what: string, cause: unknown): BucketError {
  const name = cause instanceof Error ? cause.name : '';
  return new BucketError(kinds.get(name) ?? 'unavailable', `${what}: ${messageOf(cause)}`, { cause });
}
