/** Buckets behind an S3 endpoint, through the official client, which is loaded with the first object only. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
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
    try {
      client ??= new sdk.S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
      return await work(sdk, client);
    } catch (cause) {
      throw cause instanceof sdk.S3ServiceException ? refusedBy(cause, what) : unanswered(cause, what);
    }
  };
  return {
    put: (bucket, key, body, contentType, signal) => use(`s3://${bucket}/${key}`, async (sdk, s3) => {
      const content = contentOf(body);
      try {
        await s3.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType, ...content }), untilStopped(signal));
      } finally {
        // The SDK leaves a file open that was not taken whole, which would keep its place on the disk.
        if (content.Body instanceof Readable) content.Body.destroy();
      }
    }),
    read: (bucket, key, etag) => use(`s3://${bucket}/${key}`, async (sdk, s3) => {
      const { Body } = await s3.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }));
      // In Node the body of an answer is a stream of Node's.
      return Body as Readable;
    }),
    list: (bucket, prefix, signal) => use(`s3://${bucket}/${prefix}`, async (sdk, s3) => {
      const objects: ListedObject[] = [];
      for await (const page of sdk.paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }, untilStopped(signal))) {
        for (const { Key, Size, ETag } of page.Contents ?? []) if (Key !== undefined) objects.push({ key: Key, bytes: Size ?? 0, ...(ETag !== undefined && { etag: ETag }) });
      }
      return objects;
    }),
    close: () => { client?.destroy(); },
  };
}

function untilStopped(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

function contentOf(body: ObjectBody): { Body: string | Uint8Array | Readable; ContentLength?: number } {
  if (typeof body === 'string' || body instanceof Uint8Array) return { Body: body };
  return { Body: createReadStream(body.file), ContentLength: body.bytes };
}

const kinds = new Map<string, BucketError['kind']>([['NoSuchBucket', 'no-such-bucket'], ['NoSuchKey', 'no-such-key'], ['PreconditionFailed', 'changed']]);

function refusedBy(cause: S3ServiceException, what: string): BucketError {
  return new BucketError(kinds.get(cause.name) ?? 'unavailable', `${what}: ${cause.message}`, { cause });
}

/** Of the runtime's failures. */
const codePattern = /\b(?:ERR_[A-Z_]+|E[A-Z]{4,})\b/;

/** Clients hear of it, so the code must do: the text is of the runtime, and may name places on this machine. */
function unanswered(cause: unknown, what: string): BucketError {
  // Inside other projects' tests the SDK knows no failure of the runtime as an Error, and hands on its text alone.
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown }; // whatever it is, it is only printed
  const reason = codePattern.exec(`${String(code)} ${messageOf(cause)}`)?.[0] ?? String(name);
  return new BucketError('unavailable', `${what}: the S3 endpoint does not answer (${reason})`, { cause });
}
