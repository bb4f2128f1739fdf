/** The local S3 through the official client, and by hand where a client cannot be made to misbehave. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, promises, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand, CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, GetObjectTaggingCommand, HeadBucketCommand,
  HeadObjectCommand, ListBucketsCommand, ListObjectsCommand, ListObjectsV2Command, ListPartsCommand, paginateListObjectsV2, PutObjectCommand, S3Client, UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { startS3, type S3Server } from '../../../local/s3/server';

jest.setTimeout(30_000);

const Bucket = 'dead-letters';
let folder: string;
let server: S3Server;
let client: S3Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-'));
  server = await startS3({ port: 0, host: '127.0.0.1', folder });
  client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function put(Key: string, Body: string | Buffer = Key): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Buffer.byteLength(Body) }));
}

async function get(Key: string, Range?: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
  return Body!.transformToString('latin1');
}

/** A request that no client would send; unlike fetch, this one leaves dots in the path alone. */
async function raw(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<{ status: number | undefined; text: string }> {
  const sent = httpRequest({ port: server.port, host: '127.0.0.1', method, path, headers: { 'content-length': Buffer.byteLength(body), ...headers } });
  sent.end(body);
  const [response] = await once(sent, 'response') as [IncomingMessage];
  return { status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() };
}

describe('buckets', () => {
  it('are made, found and listed', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'another-one', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new HeadBucketCommand({ Bucket }));
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toEqual(['another-one', Bucket]);
  });

  it('are out of reach for web pages', async () => {
    const { status, text } = await raw('POST', `/${Bucket}?delete`, { origin: 'http://example.com' }, '<Delete/>');
    expect([status, text]).toEqual([403, expect.stringContaining('Requests from web pages are refused, such as from http://example.com')]);
    expect((await raw('GET', `/${Bucket}?list-type=2`)).status).toBe(200);
  });

  it('that do not exist are named in the error', async () => {
    await expect(client.send(new HeadBucketCommand({ Bucket: 'nothing-here' }))).rejects.toMatchObject({ name: 'NotFound' });
    for (const command of [new PutObjectCommand({ Bucket: 'nothing-here', Key: 'a', Body: 'x' }), new GetObjectCommand({ Bucket: 'nothing-here', Key: 'a' }), new ListObjectsV2Command({ Bucket: 'nothing-here' })]) {
      await expect(client.send(command as PutObjectCommand)).rejects.toMatchObject({ name: 'NoSuchBucket', message: 'The specified bucket does not exist: nothing-here' });
    }
  });

  it('are deleted when they are empty', async () => {
    await put('a');
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('that go while an object is sent do not come back with it', async () => {
    for (const key of ['a', 'a/b']) {
      const sent = httpRequest({ port: server.port, host: '127.0.0.1', method: 'PUT', path: `/${Bucket}/${key}`, headers: { 'content-length': 2 } });
      sent.write('a');
      while (readdirSync(join(folder, '.uploads')).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      await client.send(new DeleteBucketCommand({ Bucket }));
      sent.end('b');
      const [response] = await once(sent, 'response') as [IncomingMessage];
      expect([response.statusCode, Buffer.concat(await response.toArray()).toString()]).toEqual([404, expect.stringContaining('<Code>NoSuchBucket</Code>')]);
      expect(readdirSync(folder)).not.toContain(Bucket);
      await client.send(new CreateBucketCommand({ Bucket }));
    }
  });

  it.each(['..', '.attributes', 'UPPER', 'a', 'a..b', '-a-', '%2e%2e', '%2Fetc'])('refuse the name %s', async (name) => {
    expect((await raw('PUT', `/${name}`)).status).toBe(400);
    expect(readdirSync(folder).sort()).toEqual(['.uploads', Bucket]);
  });
});

describe('objects', () => {
  it('are plain files that come back with their bytes, type and metadata', async () => {
    const Body = Buffer.from([0, 255, 13, 10, 60]);
    const Key = 'reason=not-json/date=2026-01-02/ab.json';
    const stored = await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json', CacheControl: 'no-store', ContentEncoding: 'gzip', Metadata: { origin: 'x' } }));
    const etag = `"${createHash('md5').update(Body).digest('hex')}"`;
    expect(stored.ETag).toBe(etag);
    expect(readFileSync(join(folder, Bucket, Key))).toEqual(Body);

    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    const described = { ETag: etag, ContentLength: 5, ContentType: 'application/json', CacheControl: 'no-store', ContentEncoding: 'gzip', Metadata: { origin: 'x' } };
    expect(head).toMatchObject(described);
    expect(head.LastModified).toBeInstanceOf(Date);
    const found = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(found).toMatchObject(described);
    expect(Buffer.from(await found.Body!.transformToByteArray())).toEqual(Body);
  });

  it('survive a restart of the server, and are replaced whole', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'first, longer', ContentType: 'text/plain' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'second', ContentType: 'text/html' }));
    const again = await startS3({ port: 0, host: '127.0.0.1', folder });
    const response = await fetch(`${again.endpoint}/${Bucket}/a`);
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['text/html', 'second']);
    await again.close();
  });

  it('may be empty, and may be streamed with a checksum behind the body', async () => {
    await put('empty', '');
    expect(await get('empty')).toBe('');
    const text = 'chunk '.repeat(50_000);
    await client.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body: Readable.from([text.slice(0, 7), text.slice(7)]), ContentLength: text.length }));
    expect(await get('streamed')).toBe(text);
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'streamed', ChecksumMode: 'ENABLED' }))).ChecksumCRC32).toMatch(/^.{6}==$/);
  });

  it('that somebody put into the folder by hand are served too', async () => {
    mkdirSync(join(folder, Bucket, 'by'));
    writeFileSync(join(folder, Bucket, 'by', 'hand'), 'hello');
    const { ETag, ContentType } = await client.send(new HeadObjectCommand({ Bucket, Key: 'by/hand' }));
    expect([ETag, ContentType]).toEqual([`"${createHash('md5').update('hello').digest('hex')}"`, 'binary/octet-stream']);
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map((object) => object.Key)).toEqual(['by/hand']);
  });

  it.each([['bytes=2-4', '234', 'bytes 2-4/10'], ['bytes=7-', '789', 'bytes 7-9/10'], ['bytes=-2', '89', 'bytes 8-9/10'], ['bytes=8-99', '89', 'bytes 8-9/10']])('answer the range %s', async (range, text, contentRange) => {
    await put('digits', '0123456789');
    expect(await get('digits', range)).toBe(text);
    expect((await client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: range }))).ContentRange).toBe(contentRange);
  });

  it('refuse a range behind their end', async () => {
    await put('digits', '0123456789');
    await expect(get('digits', 'bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('are deleted, with the folders that only they needed', async () => {
    await put('a/b/c');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b/c' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b/c' }));
    await expect(get('a/b/c')).rejects.toMatchObject({ name: 'NoSuchKey', message: 'The specified key does not exist: a/b/c' });
    expect(readdirSync(join(folder, Bucket))).toEqual([]);
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'a/b/c' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('are written once when the client asks for that', async () => {
    const once = (Body: string): Promise<unknown> => client.send(new PutObjectCommand({ Bucket, Key: 'once', Body, IfNoneMatch: '*' }));
    const outcomes = await Promise.allSettled([once('a'), once('b'), once('c')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { name: 'PreconditionFailed' } });
  });
});

describe('many objects at once', () => {
  it('are deleted as they were read, and not when something else is there', async () => {
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'one' }));
    await put('a', 'two');
    await expect(client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: ETag }))).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    const { ETag: now } = await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: now }));
    await expect(get('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: now }))).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  });

  it('are deleted by one request, also those that are not there', async () => {
    for (const key of ['a', 'b/c', '<&>"é']) await put(key);
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b/c' }, { Key: '<&>"é' }, { Key: 'none' }] } }));
    expect(Deleted?.map((deleted) => deleted.Key)).toEqual(['b/c', '<&>"é', 'none']);
    expect(readdirSync(join(folder, Bucket))).toEqual(['a']);
    expect((await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: 'a' }] } }))).Deleted).toBeUndefined();
    expect(readdirSync(join(folder, Bucket))).toEqual([]);
  });

  it.each(['', '<Delete>', '<Delete></Deleted>', '<Delete/>', '<Delete><Object/></Delete>', '<Delete><Object><Key>a</Key></Object></Delete>x<', '<!DOCTYPE x><Delete/>', '<Delete><Object><Key>&#9999999;</Key></Object></Delete>'])('are not deleted by the document %j', async (document) => {
    await put('a');
    expect(await raw('POST', `/${Bucket}?delete`, {}, document)).toMatchObject({ status: 400, text: expect.stringContaining('MalformedXML') });
    expect(readdirSync(join(folder, Bucket))).toEqual(['a']);
  });
});

describe('a copy', () => {
  it('has the bytes and the type, or another type when it is given one', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'other' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'ä/a', Body: 'text', ContentType: 'text/plain', Metadata: { origin: 'x' } }));
    const { CopyObjectResult } = await client.send(new CopyObjectCommand({ Bucket: 'other', Key: 'b', CopySource: `${Bucket}/${encodeURIComponent('ä/a')}` }));
    expect(CopyObjectResult?.ETag).toBe(`"${createHash('md5').update('text').digest('hex')}"`);
    expect(await client.send(new HeadObjectCommand({ Bucket: 'other', Key: 'b' }))).toMatchObject({ ContentType: 'text/plain', ContentLength: 4, Metadata: { origin: 'x' } });
    await client.send(new CopyObjectCommand({ Bucket: 'other', Key: 'b', CopySource: 'other/b', MetadataDirective: 'REPLACE', ContentType: 'text/html' }));
    expect(await client.send(new HeadObjectCommand({ Bucket: 'other', Key: 'b' }))).toMatchObject({ ContentType: 'text/html', Metadata: {} });
    expect(readFileSync(join(folder, 'other', 'b'), 'utf8')).toBe('text');
  });

  it('of nothing is refused', async () => {
    await expect(client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/none` }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('conditions on the ETag', () => {
  it('answer what is still the same, and nothing else', async () => {
    await put('a', 'text');
    const ETag = `"${createHash('md5').update('text').digest('hex')}"`;
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key: 'a', IfMatch: ETag, Range: 'bytes=1-2' }))).Body!.transformToString()).toBe('ex');
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a', IfMatch: '"other"' }))).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await raw('GET', `/${Bucket}/a`, { 'if-none-match': ETag })).toEqual({ status: 304, text: '' });
    expect(await raw('HEAD', `/${Bucket}/a`, { 'if-none-match': '"other", "more"' })).toEqual({ status: 200, text: '' });
  });
});

describe('awkward keys', () => {
  const keys = ['../escape', '..', '.', '/', '//', 'a', 'a/', 'a/b', 'a/b/c', 'a//b', '50% off', 'ä 😀', `long/${'x'.repeat(600)}..`, '<&>"\'', 'a+b?c#d'];

  it.each([['in order', keys], ['in reverse', keys.toReversed()]])('live side by side, stored %s', async (_what, order) => {
    for (const key of order) await put(key);
    for (const key of keys) expect(Buffer.from(await get(key), 'latin1').toString()).toBe(key);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(new Set(Contents?.map((object) => object.Key))).toEqual(new Set(keys));
    for (const key of order) await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    expect(readdirSync(join(folder, Bucket))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['.attributes', '.uploads', Bucket]);
  });

  it('survive being stored at the same time', async () => {
    await Promise.all(keys.map((key) => put(key)));
    for (const key of keys) expect(Buffer.from(await get(key), 'latin1').toString()).toBe(key);
  });

  it.each<[what: string, look: () => Promise<unknown>]>([
    ['read', () => get('a')],
    ['described', () => client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))],
    ['listed', async () => expect((await client.send(new ListObjectsV2Command({ Bucket }))).Contents).toMatchObject([{ Key: 'a' }])],
  ])('are there also when they are moved beside a folder just as they are %s', async (_, look) => {
    await put('a');
    const lstat = promises.lstat;
    const looks = jest.spyOn(promises, 'lstat').mockImplementation(async (path, options) => {
      const found = await lstat(path, options);
      if (path !== join(folder, Bucket, 'a')) return found;
      looks.mockRestore();
      await put('a/b');
      return found;
    });
    try {
      await look();
    } finally {
      looks.mockRestore();
    }
    expect(await get('a/b')).toBe('a/b');
  });

  it('never put a file outside their bucket, whatever they are', async () => {
    const key = fc.oneof(
      fc.array(fc.constantFrom('..', '.', '/', '%2e', '%2f', '\\', 'a', '%f', '%+'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme', minLength: 1 }),
    );
    await fc.assert(fc.asyncProperty(key, async (Key) => {
      const { status } = await raw('PUT', `/${Bucket}/${encodeURIComponent(Key)}`, {}, 'x');
      expect(status).toBe(200);
      expect(readdirSync(folder).sort()).toEqual(['.attributes', '.uploads', Bucket]);
      expect(await get(Key)).toBe('x');
    }), { numRuns: 60 });
  });

  it('are refused when they are too long or not text', async () => {
    await expect(put('x'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' });
    expect(await raw('GET', `/${Bucket}/%ff`)).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidURI</Code>') });
  });
});

describe('listing', () => {
  const keys = ['a', 'b/1', 'b/2', 'b/c/3', 'd/4', 'é', '😀', '\uFF5E'];

  beforeEach(async () => {
    for (const key of keys) await put(key);
  });

  async function pages(input: Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]>): Promise<string[][]> {
    const found: string[][] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket, ...input })) {
      found.push([...(page.Contents ?? []).map((object) => object.Key!), ...(page.CommonPrefixes ?? []).map((prefix) => prefix.Prefix!)]);
    }
    return found;
  }

  it('goes in the order of UTF-8 bytes, page by page, without loss or repetition', async () => {
    const sorted = ['a', 'b/1', 'b/2', 'b/c/3', 'd/4', 'é', '\uFF5E', '😀'];
    expect(await pages({})).toEqual([sorted]);
    for (const MaxKeys of [1, 2, 3, 8]) expect((await pages({ MaxKeys })).flat()).toEqual(sorted);
  });

  it('reads of each page only folders that its keys may lie in', async () => {
    const keys = Array.from({ length: 40 }, (_, at) => `days/${String(at).padStart(2, '0')}/letter`);
    await Promise.all(keys.map((key) => put(key)));
    const reads = jest.spyOn(promises, 'readdir');
    expect(await pages({ Prefix: 'days/', MaxKeys: 1 })).toEqual(keys.map((key) => [key]));
    // The folder of the days, the one where the page before ended, its own, and the one behind that tells whether there is more.
    expect(reads.mock.calls.length).toBeLessThanOrEqual(4 * keys.length);
    expect(reads).toHaveBeenCalled();
    reads.mockRestore();
  });

  it.each([
    [{ Prefix: 'b' }, ['b/1', 'b/2', 'b/c/3']],
    [{ Prefix: 'b/c/' }, ['b/c/3']],
    [{ Prefix: 'x/y' }, []],
    [{ Prefix: 'a/x' }, []],
    [{ Delimiter: '/', Prefix: 'b/' }, ['b/1', 'b/2', 'b/c/']],
    [{ Delimiter: '/', EncodingType: 'url' as const }, ['a', '%C3%A9', '%EF%BD%9E', '%F0%9F%98%80', 'b/', 'd/']],
    [{ StartAfter: 'b/1', Delimiter: '/', Prefix: 'b' }, ['b/']],
    [{ StartAfter: 'd' }, ['d/4', 'é', '\uFF5E', '😀']],
    [{ MaxKeys: 0 }, []],
  ])('answers %j', async (input, expected) => {
    expect((await pages(input)).flat()).toEqual(expected);
  });

  it('counts a common prefix once over pages', async () => {
    expect((await pages({ Delimiter: '/', MaxKeys: 1, Prefix: 'b' })).flat()).toEqual(['b/']);
    expect((await pages({ Delimiter: '/', MaxKeys: 2 })).flat().sort()).toEqual(['a', 'b/', 'd/', 'é', '😀', '\uFF5E']);
  });

  it('says size and ETag', async () => {
    const { Contents, KeyCount, IsTruncated } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/1' }));
    expect([KeyCount, IsTruncated]).toEqual([1, false]);
    expect(Contents?.[0]).toMatchObject({ Key: 'b/1', Size: 3, ETag: `"${createHash('md5').update('b/1').digest('hex')}"`, LastModified: expect.any(Date) });
  });

  it.each([['max-keys=x', 'max-keys'], ['continuation-token=***', 'continuation token'], ['encoding-type=x', 'Encoding']])('refuses %s', async (query, text) => {
    expect(await raw('GET', `/${Bucket}?list-type=2&${query}`)).toMatchObject({ status: 400, text: expect.stringMatching(new RegExp(`InvalidArgument.*${text}`)) });
  });
});

describe('what does not hold is refused, and leaves nothing behind', () => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
  const chunked = (trailer: string): string => `4\r\nbody\r\n0\r\n${trailer}\r\n\r\n`;
  const streaming = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '4', 'x-amz-trailer': 'x-amz-checksum-crc32' };

  it.each([
    ['another MD5', { 'content-md5': md5('other') }, 'body', 400, 'BadDigest'],
    ['no MD5 at all', { 'content-md5': 'eA==' }, 'body', 400, 'InvalidDigest'],
    ['another CRC32C', { 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'body', 400, 'BadDigest'],
    ['another CRC64NVME', { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, 'body', 400, 'BadDigest'],
    ['another CRC32', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'body', 400, 'BadDigest'],
    ['another SHA-256 of the payload', { 'x-amz-content-sha256': '0'.repeat(64) }, 'body', 400, 'XAmzContentSHA256Mismatch'],
    ['another CRC32 behind the body', streaming, chunked('x-amz-checksum-crc32:AAAAAA=='), 400, 'BadDigest'],
    ['no checksum where one was promised', streaming, '4\r\nbody\r\n0\r\n\r\n', 400, 'BadDigest'],
    ['chunks that end early', streaming, '9\r\nbody', 400, 'IncompleteBody'],
    ['chunks without a size', streaming, 'body', 400, 'IncompleteBody'],
    ['more than was declared', { ...streaming, 'x-amz-decoded-content-length': '3' }, chunked('x-amz-checksum-crc32:AAAAAA=='), 400, 'IncompleteBody'],
    ['a checksum that is not known', { 'x-amz-checksum-xxhash': 'AAAAAAAAAAA=' }, 'body', 501, 'The checksum x-amz-checksum-xxhash is not supported yet'],
    ['a tag', { 'x-amz-tagging': 'a=b' }, 'body', 501, 'The header x-amz-tagging is not supported yet'],
    ['an ETag as condition', { 'if-none-match': '"x"' }, 'body', 501, 'If-None-Match with an ETag'],
  ])('%s', async (_what, headers, body, status, code) => {
    expect(await raw('PUT', `/${Bucket}/a`, headers, body)).toMatchObject({ status, text: expect.stringContaining(code) });
    expect(readdirSync(join(folder, Bucket))).toEqual([]);
    expect(readdirSync(join(folder, '.uploads'))).toEqual([]);
  });

  it('a right checksum behind the body is taken', async () => {
    expect(await raw('PUT', `/${Bucket}/a`, streaming, chunked('x-amz-checksum-crc32: 26gLsg=='))).toEqual({ status: 200, text: '' });
    expect(await get('a')).toBe('body');
  });

  it('an upload whose client goes away', async () => {
    const upload = httpRequest({ port: server.port, host: '127.0.0.1', method: 'PUT', path: `/${Bucket}/a`, headers: { 'content-length': 1000 } });
    upload.on('error', () => undefined);
    upload.write('part');
    while (readdirSync(join(folder, '.uploads')).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    upload.destroy();
    while (readdirSync(join(folder, '.uploads')).length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(readdirSync(join(folder, Bucket))).toEqual([]);
  });

  it.each([
    [new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a`, TaggingDirective: 'COPY' }), 'The header x-amz-tagging-directive'],
    [new GetObjectTaggingCommand({ Bucket, Key: 'a' }), 'The parameter tagging'],
    [new UploadPartCopyCommand({ Bucket, Key: 'a', UploadId: 'x', PartNumber: 1, CopySource: `${Bucket}/a` }), 'The header x-amz-copy-source'],
    [new ListPartsCommand({ Bucket, Key: 'a', UploadId: 'x' }), 'The parameter uploadId'],
    [new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', VersionId: '1' }] } }), 'VersionId in DeleteObjects'],
    [new ListObjectsCommand({ Bucket }), 'ListObjects without list-type=2'],
    [new CreateBucketCommand({ Bucket: 'tagged', CreateBucketConfiguration: { Tags: [{ Key: 'a', Value: 'b' }] } }), 'Tags in CreateBucketConfiguration'],
    [new GetObjectCommand({ Bucket, Key: 'a', VersionId: '1' }), 'The parameter versionId'],
    [new GetObjectCommand({ Bucket, Key: 'a', IfModifiedSince: new Date(0) }), 'The header if-modified-since'],
  ])('what is not supported, by name (%#)', async (command, what) => {
    await expect(client.send(command as GetObjectCommand)).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining(`${what} `) });
  });
});

it('tells the one who runs it what failed inside, and clients no more than that', async () => {
  const lines: string[] = [];
  const watched = await startS3({ port: 0, host: '127.0.0.1', folder, warn: (line) => lines.push(line) });
  // A folder where the attributes of the object should be.
  mkdirSync(join(folder, '.attributes', Bucket, `${createHash('sha256').update('a').digest('hex')}.json`), { recursive: true });
  const response = await fetch(`${watched.endpoint}/${Bucket}/a`, { method: 'PUT', body: 'text' });
  const text = await response.text();
  expect([response.status, text]).toEqual([500, expect.stringContaining('<Code>InternalError</Code>')]);
  expect(text).not.toContain(folder);
  expect(text).not.toMatch(/EISDIR|ENO/);
  expect(lines).toEqual([expect.stringContaining(folder)]);
  await watched.close();
});

describe('starting and stopping', () => {
  it('says when the port is taken', async () => {
    await expect(startS3({ port: server.port, host: '127.0.0.1', folder })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
