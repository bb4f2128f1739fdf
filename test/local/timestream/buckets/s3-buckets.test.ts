/** What callers hear of an S3 that does not answer: enough to put it right, and nothing of the machine or its programs. */
import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { s3Buckets } from '../../../../local/timestream/buckets/s3-buckets';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';

afterAll(removeTemporaryFolders);

const settings = { region: 'us-east-1', accessKeyId: 'local', secretAccessKey: 'local' };

async function failureAt(endpoint: string): Promise<unknown> {
  const buckets = s3Buckets({ ...settings, endpoint });
  const failure = await buckets.list('a-bucket', 'p/').then(() => undefined, (cause: unknown) => cause);
  buckets.close();
  return failure;
}

it.each([['http://127.0.0.1:1', 'ECONNREFUSED'], ['nonsense', 'ERR_INVALID_URL']])('an endpoint %s is said not to answer', async (endpoint, code) => {
  expect(await failureAt(endpoint)).toMatchObject({ kind: 'unavailable', message: `s3://a-bucket/p/: the S3 endpoint does not answer (${code})` });
});

it('what the S3 answers is told as it is', async () => {
  const server = createServer((_request, response) => response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code><Message>Not you</Message></Error>'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A server that listens on a port has this kind of address.
  const { port } = server.address() as AddressInfo;
  expect(await failureAt(`http://127.0.0.1:${port}`)).toMatchObject({ kind: 'unavailable', message: 's3://a-bucket/p/: Not you' });
  server.close();
});

const openFiles = '/proc/self/fd';

(existsSync(openFiles) ? it : it.skip)('a file that the S3 did not take is let go of', async () => {
  const file = join(temporaryFolder(), 'rows');
  const bytes = 20_000_000;
  writeFileSync(file, Buffer.alloc(bytes));
  const server = createServer((request) => request.once('data', () => request.socket.destroy()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const buckets = s3Buckets({ ...settings, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await expect(buckets.put('a-bucket', 'key', { file, bytes }, 'text/csv')).rejects.toMatchObject({ kind: 'unavailable' });
  while (isOpen(file)) await new Promise((resolve) => { setImmediate(resolve); });
  buckets.close();
  server.close();
});

function isOpen(file: string): boolean {
  return readdirSync(openFiles).some((descriptor) => {
    const path = join(openFiles, descriptor);
    // The one that lists them is gone by now.
    return existsSync(path) && readlinkSync(path) === file;
  });
}

it.each(['put', 'list'] as const)('%s of an S3 that says nothing ends with the signal', async (method) => {
  const server = createServer(() => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const buckets = s3Buckets({ ...settings, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const stop = new AbortController();
  server.once('request', () => stop.abort());
  const asked = method === 'put' ? buckets.put('a-bucket', 'key', 'text', 'text/csv', stop.signal) : buckets.list('a-bucket', 'key', stop.signal);
  await expect(asked).rejects.toMatchObject({ kind: 'unavailable' });
  buckets.close();
  server.close();
});
