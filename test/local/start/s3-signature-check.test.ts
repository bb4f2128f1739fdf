/** The S3 of a server with access keys: the real clients are let in with the secret, everything else is 403. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3SignatureCheck } from '../../../local/start/s3-signature-check';
import { startS3, type S3Server } from '../../../local/s3/server';

jest.setTimeout(60_000);

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const Bucket = 'signed';
let folder: string;
let server: S3Server;
let client: S3Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-signed-'));
  server = await startS3({ port: 0, host: '127.0.0.1', folder: join(folder, 's3'), check: s3SignatureCheck([credentials]) });
  client = new S3Client({ endpoint: server.endpoint, region: 'eu-west-1', credentials });
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

it('takes awkward keys, streams and listings from the JavaScript SDK', async () => {
  for (const Key of ['plain', 'a b/c+d/é(1)!*\'~.csv', 'a//b', '%2F']) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Readable.from([Buffer.from('te'), Buffer.from('xt')]), ContentLength: 4 }));
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()).toBe('text');
  }
  expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'a b/c+d/', Delimiter: '/' }))).Contents).toHaveLength(1);
});

it.each([
  ['another secret', { ...credentials, secretAccessKey: 'another' }, 'SignatureDoesNotMatch'],
  ['an unknown key', { ...credentials, accessKeyId: 'AKIDSTRANGER' }, 'InvalidAccessKeyId'],
])('refuses %s', async (_what, stranger, name) => {
  const other = new S3Client({ endpoint: server.endpoint, region: 'eu-west-1', credentials: stranger });
  await expect(other.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
  other.destroy();
});

it('refuses a clock that is twenty minutes off', async () => {
  const late = new S3Client({ endpoint: server.endpoint, region: 'eu-west-1', credentials, systemClockOffset: -20 * 60_000, maxAttempts: 1 });
  await expect(late.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  late.destroy();
});

it('refuses what is not signed, and a body that is not the one that was', async () => {
  const unsigned = await fetch(`${server.endpoint}/${Bucket}/a`, { method: 'PUT', body: 'text' });
  expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  client.middlewareStack.add((next) => (args) => {
    // After it was signed.
    (args.request as { body: string }).body = 'TEXT';
    return next(args);
  }, { step: 'deserialize', name: 'tamper' });
  await expect(client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'text' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toThrow();
  expect(existsSync(join(folder, 's3', Bucket, 'a'))).toBe(false);
});

it('refuses chunks that are signed one by one, whose signatures it does not check', async () => {
  client.middlewareStack.add((next) => (args) => {
    (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
    return next(args);
  }, { step: 'build', priority: 'low', name: 'chunks' });
  await expect(client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'text' }))).rejects.toMatchObject({ name: 'NotImplemented' });
});

const run = promisify(execFile);
const python = '/usr/bin/python3';
const cli = '/usr/bin/aws';
const environment = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
const whenInstalled = (program: string) => {
  if (existsSync(program)) return it;
  console.warn(`SKIPPED: ${program} is not installed, its test does not run`);
  return it.skip;
};

/** Above 8 MB both go over to parts. */
function largeFile(): string {
  const file = join(folder, 'large file.bin');
  writeFileSync(file, Buffer.alloc(9 * 1024 * 1024, 'large '));
  return file;
}

whenInstalled(python)('takes an upload in parts from boto3', async () => {
  const script = 'import boto3, sys; s3 = boto3.client("s3", endpoint_url=sys.argv[1]); s3.upload_file(sys.argv[2], "signed", "a b+c/é.bin"); print(s3.head_object(Bucket="signed", Key="a b+c/é.bin")["ContentLength"])';
  expect((await run(python, ['-c', script, server.endpoint, largeFile()], { env: { ...environment, PYTHONIOENCODING: 'utf8' } })).stdout.trim()).toBe(String(9 * 1024 * 1024));
});

whenInstalled(cli)('takes an upload in parts from the AWS CLI', async () => {
  await run(cli, ['--endpoint-url', server.endpoint, 's3', 'cp', '--quiet', largeFile(), 's3://signed/cli/'], { env: environment });
  expect(existsSync(join(folder, 's3', Bucket, 'cli', 'large file.bin'))).toBe(true);
});
