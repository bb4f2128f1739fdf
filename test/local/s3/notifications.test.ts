/** Event notifications on new objects, through the official client: who hears of what, and when. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteObjectCommand, PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import type { BucketNotification } from '../../../local/s3/notifications';
import { type S3Server, startS3 } from '../../../local/s3/server';

const Bucket = 'dead-letters';
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:collect';
const rejects: BucketNotification = { bucket: Bucket, functionArn, events: ['s3:ObjectCreated:*'], prefix: 'magnetic-rejects/', suffix: '' };

interface S3Record { readonly eventName: string; readonly s3: { readonly object: { readonly key: string; readonly sequencer: string } } }

let folder: string;
let server: S3Server;
let client: S3Client;
let heard: { readonly functionArn: string; readonly event: { readonly Records: readonly S3Record[] } }[];
let isDeaf: boolean;

async function start(): Promise<void> {
  server = await startS3({
    port: 0, host: '127.0.0.1', folder, now: () => Date.UTC(2026, 4, 1), warn: () => undefined,
    notify: (arn, event) => {
      if (isDeaf) return Promise.reject(new Error('the queue is full'));
      heard.push({ functionArn: arn, event: event as { Records: S3Record[] } }); // s3-event makes it
      return Promise.resolve();
    },
  });
  client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-'));
  heard = [];
  isDeaf = false;
  await start();
  await client.send(new CreateBucketCommand({ Bucket }));
  await server.setNotifications([rejects]);
});
afterEach(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

const put = (Key: string, Body = 'x') => client.send(new PutObjectCommand({ Bucket, Key, Body }));
const keysHeard = () => heard.map(({ event: { Records: [record] } }) => [record?.eventName, record?.s3.object.key]);

it('sends the documented event of an object under the prefix, and of no other', async () => {
  await put('reason=not-json/a.json');
  const { ETag } = await put('magnetic-rejects/Sensor Readings/b=1.json', 'hello');
  expect(heard).toEqual([{ functionArn, event: { Records: [{
    eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: 'us-east-1', eventTime: '2026-05-01T00:00:00.000Z', eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'LOCAL' }, requestParameters: { sourceIPAddress: '127.0.0.1' }, responseElements: {},
    s3: {
      s3SchemaVersion: '1.0', configurationId: expect.any(String) as string,
      bucket: { name: Bucket, ownerIdentity: { principalId: 'LOCAL' }, arn: `arn:aws:s3:::${Bucket}` },
      object: { key: 'magnetic-rejects/Sensor+Readings/b%3D1.json', size: 5, eTag: ETag?.replaceAll('"', ''), sequencer: expect.stringMatching(/^[0-9A-F]{18}$/) as string },
    },
  }] } }]);
});

it('tells how the object was made, in an order that can be compared, and nothing of its end', async () => {
  await put('magnetic-rejects/a');
  await client.send(new CopyObjectCommand({ Bucket, Key: 'magnetic-rejects/b', CopySource: `${Bucket}/magnetic-rejects/a` }));
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'magnetic-rejects/c' }));
  const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key: 'magnetic-rejects/c', UploadId, PartNumber: 1, Body: 'x' }));
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'magnetic-rejects/c', UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'magnetic-rejects/a' }));
  expect(keysHeard()).toEqual([['ObjectCreated:Put', 'magnetic-rejects/a'], ['ObjectCreated:Copy', 'magnetic-rejects/b'], ['ObjectCreated:CompleteMultipartUpload', 'magnetic-rejects/c']]);
  const sequencers = heard.map(({ event: { Records: [record] } }) => record!.s3.object.sequencer);
  expect([...sequencers].sort()).toEqual(sequencers);
  expect(new Set(sequencers).size).toBe(3);
});

it('narrows by event and suffix', async () => {
  await server.setNotifications([{ ...rejects, events: ['s3:ObjectCreated:Copy'], suffix: '.json' }]);
  await put('magnetic-rejects/a.json');
  for (const Key of ['magnetic-rejects/b.json', 'magnetic-rejects/b.txt']) await client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/magnetic-rejects/a.json` }));
  expect(keysHeard()).toEqual([['ObjectCreated:Copy', 'magnetic-rejects/b.json']]);
});

it('does not answer the writer before the event is in safe hands, so that he stores it again', async () => {
  isDeaf = true;
  await expect(put('magnetic-rejects/a')).rejects.toMatchObject({ name: 'InternalError' });
  isDeaf = false;
  await put('magnetic-rejects/a');
  expect(keysHeard()).toEqual([['ObjectCreated:Put', 'magnetic-rejects/a']]);
});

it('sends what is stored after a restart, before anybody has configured it again', async () => {
  client.destroy();
  await server.close();
  await start();
  await put('magnetic-rejects/a');
  expect(keysHeard()).toEqual([['ObjectCreated:Put', 'magnetic-rejects/a']]);
});
