/** The local S3 with one bucket, and faults in front of it, one for each request until they are used up: it heals. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startS3 } from '../../../local/s3/server';

/** `lost`: the bucket does what it is asked, and nobody hears of it. `denied` is not tried again by a client. */
export type BucketFault = 'fine' | 'denied' | 'lost';

export interface BucketBehindFaults {
  readonly endpoint: string;
  /** What the next requests that change something meet, retries of the client included. */
  meet(faults: readonly BucketFault[]): void;
  put(key: string, body: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  /** The object as JSON. */
  read(key: string): Promise<Record<string, unknown>>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function startBucketBehindFaults(Bucket: string): Promise<BucketBehindFaults> {
  const folder = mkdtempSync(join(tmpdir(), 'letters-'));
  const s3 = await startS3({ port: 0, host: '127.0.0.1', folder });
  const client = new S3Client({ endpoint: s3.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  await client.send(new CreateBucketCommand({ Bucket }));
  let faults: BucketFault[] = [];
  const front = createServer((incoming, response) => {
    const fault = incoming.method === 'PUT' || incoming.method === 'DELETE' ? faults.shift() : 'fine';
    if (fault === 'denied') {
      incoming.resume();
      response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code><Message>by a test</Message></Error>');
      return;
    }
    const onward = httpRequest({ host: '127.0.0.1', port: s3.port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      if (fault === 'lost') answer.resume().once('end', () => response.destroy());
      else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');

  async function keys(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) found.push(...Contents.map(({ Key }) => Key!));
    return found;
  }
  return {
    endpoint: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, // it listens on TCP
    meet: (next) => { faults = [...next]; },
    put: async (Key, Body) => { await client.send(new PutObjectCommand({ Bucket, Key, Body })); },
    keys,
    read: async (Key) => JSON.parse(await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()) as Record<string, unknown>,
    clear: async () => { for (const Key of await keys()) await client.send(new DeleteObjectCommand({ Bucket, Key })); },
    async close() {
      client.destroy();
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await s3.close();
      rmSync(folder, { recursive: true });
    },
  };
}
