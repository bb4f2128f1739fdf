/** Uploads in parts through the official client: what is put together, what is refused, and that nothing is left of what was given up. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, HeadObjectCommand, S3Client, UploadPartCommand,
  type ChecksumAlgorithm, type CompletedPart, type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3';
import { startS3, type S3Server } from '../../../local/s3/server';

const Bucket = 'uploads';
const Key = 'a/large';
const object = { Bucket, Key };
const mebibytes = 1024 * 1024;
const first = Buffer.alloc(5 * mebibytes, 'first ');
const last = Buffer.from('the end');

let folder: string;
let server: S3Server;
let client: S3Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-parts-'));
  server = await startS3({ port: 0, host: '127.0.0.1', folder });
  client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function create(members: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  return (await client.send(new CreateMultipartUploadCommand({ ...object, ...members }))).UploadId!;
}

async function upload(UploadId: string, PartNumber: number, Body: Buffer, ChecksumAlgorithm?: ChecksumAlgorithm): Promise<CompletedPart> {
  const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }));
  return { PartNumber, ETag };
}

const complete = (UploadId: string, Parts: CompletedPart[], members = {}) => client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts }, ...members }));
const stored = () => readFileSync(join(folder, Bucket, Key));
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

it('parts that come in any order, some twice, become one object with its type and the ETag of parts', async () => {
  const id = await create({ ContentType: 'text/plain', Metadata: { origin: 'x' } });
  const end = await upload(id, 7, last);
  await upload(id, 2, Buffer.from('replaced'));
  const start = await upload(id, 2, first);
  const { ETag } = await complete(id, [start, end]);
  expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat([md5(first), md5(last)])).digest('hex')}-2"`);
  expect(stored().equals(Buffer.concat([first, last]))).toBe(true);
  expect(await client.send(new HeadObjectCommand(object))).toMatchObject({ ETag, ContentType: 'text/plain', Metadata: { origin: 'x' } });
  expect(readdirSync(join(folder, '.multipart'))).toEqual([]);
  expect(readdirSync(join(folder, '.uploads'))).toEqual([]);
});

it('go on after a restart of the server', async () => {
  const id = await create();
  const start = await upload(id, 1, first);
  await server.close();
  server = await startS3({ port: server.port, host: '127.0.0.1', folder });
  await complete(id, [start, await upload(id, 2, last)]);
  expect(stored().length).toBe(first.length + last.length);
});

it('go on in a copy of the folder', async () => {
  const id = await create();
  const start = await upload(id, 1, last);
  await server.close();
  renameSync(folder, `${folder}-moved`);
  folder = `${folder}-moved`;
  server = await startS3({ port: server.port, host: '127.0.0.1', folder });
  await complete(id, [start]);
  expect(stored().equals(last)).toBe(true);
});

it('are gone when they are given up', async () => {
  const id = await create();
  await upload(id, 1, last);
  await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: id }));
  expect(readdirSync(join(folder, '.multipart'))).toEqual([]);
  await expect(upload(id, 2, last)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

it('have a checksum of the whole object, or of the checksums of the parts', async () => {
  const whole = await create({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const parts = [await upload(whole, 1, first, 'CRC32'), await upload(whole, 2, last, 'CRC32')];
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(Buffer.concat([first, last])));
  await expect(complete(whole, parts, { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
  expect((await complete(whole, parts, { ChecksumCRC32: value.toString('base64') })).ChecksumCRC32).toBe(value.toString('base64'));

  const composite = await create({ ChecksumAlgorithm: 'SHA256' });
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
  const { ChecksumSHA256 } = await complete(composite, [await upload(composite, 1, first, 'SHA256'), await upload(composite, 2, last, 'SHA256')]);
  expect(ChecksumSHA256).toBe(`${sha256(Buffer.concat([sha256(first), sha256(last)])).toString('base64')}-2`);
});

it('leave nothing when they are given up in the middle of a part', async () => {
  const id = await create();
  const sent = request({ port: server.port, host: '127.0.0.1', method: 'PUT', path: `/${Bucket}/${Key}?uploadId=${id}&partNumber=1`, headers: { 'content-length': last.length } });
  sent.write(last.subarray(0, 1));
  while (readdirSync(join(folder, '.uploads')).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: id }));
  sent.end(last.subarray(1));
  const [response] = await once(sent, 'response') as [IncomingMessage];
  expect([response.statusCode, Buffer.concat(await response.toArray()).toString()]).toEqual([404, expect.stringContaining('<Code>NoSuchUpload</Code>')]);
  expect([readdirSync(join(folder, '.multipart')), readdirSync(join(folder, '.uploads'))]).toEqual([[], []]);
});

it('are put together or given up when both are asked for at once, and a part that comes too late is told so', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await create();
    const part = await upload(id, 1, last);
    const outcomes = await Promise.allSettled([
      complete(id, [part]), upload(id, 1, last), client.send(new AbortMultipartUploadCommand({ ...object, UploadId: id })), upload(id, 2, last),
    ]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.name).toMatch(/^(NoSuchUpload|InvalidPart)$/);
    expect([readdirSync(join(folder, '.multipart')), readdirSync(join(folder, '.uploads'))]).toEqual([[], []]);
  }
});

describe('are refused, and leave the object as it was,', () => {
  it.each([
    ['a part that was not uploaded', (start: CompletedPart) => [start, { PartNumber: 2, ETag: '"x"' }], 'InvalidPart'],
    ['a part with another ETag', (start: CompletedPart) => [{ ...start, ETag: '"x"' }], 'InvalidPart'],
    ['the wrong order', (start: CompletedPart, end: CompletedPart) => [end, start], 'InvalidPartOrder'],
    ['the same part twice', (start: CompletedPart) => [start, start], 'InvalidPartOrder'],
    ['no part at all', () => [], 'MalformedXML'],
    ['a part without its number', ({ ETag }: CompletedPart) => [{ ETag }], 'MalformedXML'],
  ])('%s', async (_what, chosen, name) => {
    const id = await create();
    const parts = chosen(await upload(id, 1, first), await upload(id, 3, last));
    await expect(complete(id, parts)).rejects.toMatchObject({ name });
    expect(readdirSync(join(folder, Bucket))).toEqual([]);
    expect(readdirSync(join(folder, '.uploads'))).toEqual([]);
  });

  it('a small part that is not the last', async () => {
    const id = await create();
    await expect(complete(id, [await upload(id, 1, last), await upload(id, 2, last)])).rejects.toMatchObject({ name: 'EntityTooSmall', message: expect.stringContaining('The part 1 has 7 bytes') });
  });

  it.each(['../uploads', '..', '00000000-0000-0000-0000-000000000000'])('the unknown upload %s', async (id) => {
    await expect(upload(id, 1, last)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('an upload of another object', async () => {
    const id = await create();
    await expect(client.send(new UploadPartCommand({ Bucket, Key: 'other', UploadId: id, PartNumber: 1, Body: last }))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it.each([0, 10_001])('the part number %d', async (number) => {
    await expect(upload(await create(), number, last)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('a kind of checksum that the algorithm does not have', async () => {
    await expect(create({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});
