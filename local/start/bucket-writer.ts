/** The stack's own writing to local S3: makes the template's buckets, and stores what rules and Lambda send there. */
import { BucketAlreadyExists, BucketAlreadyOwnedByYou, CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localClient } from './local-client';

const bucketArn = /^arn:aws:s3:::([^/]+)$/;

export class BucketWriter {
  private readonly client: S3Client;

  constructor(endpoint: string) {
    this.client = new S3Client({ ...localClient(endpoint), forcePathStyle: true });
  }

  /** Makes those that are missing. */
  async create(buckets: readonly string[]): Promise<void> {
    for (const Bucket of buckets) {
      await this.client.send(new CreateBucketCommand({ Bucket })).catch((error: unknown) => {
        if (!(error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists)) throw error;
      });
    }
  }

  async put(bucket: string, key: string, body: string | Uint8Array): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }));
  }

  close(): void {
    this.client.destroy();
  }
}

/** @throws Error for a destination that is no bucket */
export function bucketOf(destinationArn: string): string {
  const name = bucketArn.exec(destinationArn)?.[1];
  if (name === undefined) throw new Error(`the on-failure destination ${destinationArn} is not supported yet: only buckets are`);
  return name;
}
