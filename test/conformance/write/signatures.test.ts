/** A server with access keys takes what the real clients sign with one of them, and nothing else. */
import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { SignatureV4 } from '@smithy/signature-v4';
import { DescribeEndpointsCommand, ListDatabasesCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { ListTagsForResourceCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { awsCli, describeWith, python } from '../../guide/tools';
import { startTimestream, type RunningTimestream } from '../../../local/timestream/server';

const known = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const second = { accessKeyId: 'second_key-2', secretAccessKey: 'with:colon' };

let server: RunningTimestream;
beforeAll(async () => { server = await startTimestream({ data: ':memory:', accessKeys: [known, second] }); });
afterAll(() => server.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Signing {
  readonly key?: typeof known;
  readonly date?: Date;
  readonly service?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Left out of what is signed. */
  readonly unsigned?: ReadonlySet<string>;
}

class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Buffer); // what the signer hands over
  }
  update(data: string | Uint8Array): void { this.#hash.update(data); }
  async digest(): Promise<Uint8Array> { return this.#hash.digest(); }
}

/** Signed by the library of the official client. */
async function signed({ key = known, date = new Date(), service = 'timestream', path = '/', headers = {}, unsigned }: Signing = {}): Promise<Sent> {
  const signer = new SignatureV4({ credentials: key, region: 'eu-west-1', service, sha256: Sha256 as never, applyChecksum: false });
  const { host, hostname, port } = new URL(server.endpoint);
  const request = {
    method: 'POST', protocol: 'http:', hostname, port: Number(port), path, body: '{}',
    headers: { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Timestream_20181101.ListDatabases', ...headers },
  };
  const { headers: withSignature } = await signer.sign(request, { signingDate: date, ...(unsigned && { unsignableHeaders: new Set(unsigned) }) });
  return { method: 'POST', path, headers: withSignature, body: '{}' };
}

function without(headers: Readonly<Record<string, string>>, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

async function send({ method, path, headers, body }: Sent): Promise<{ status: number; code: string; message: string }> {
  const response = await fetch(server.endpoint + path, { method, headers: without(headers, 'host'), body: method === 'GET' ? null : body });
  const answer = await response.json() as { __type?: string; message?: string };
  return { status: response.status, code: answer.__type?.split('#')[1] ?? '', message: answer.message ?? '' };
}

describe('a request signed with a known key', () => {
  it.each([known, second])('is taken from the JavaScript SDK ($accessKeyId)', async (credentials) => {
    const write = new TimestreamWriteClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
    const query = new TimestreamQueryClient({ endpoint: server.endpoint, region: 'eu-central-1', credentials });
    await expect(write.send(new ListDatabasesCommand({}))).resolves.toMatchObject({ Databases: [] });
    await expect(write.send(new DescribeEndpointsCommand({}))).resolves.toMatchObject({ Endpoints: [{}] });
    await expect(query.send(new ListTagsForResourceCommand({ ResourceARN: 'arn:aws:timestream:us-east-1:000000000000:database/none' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    for (const client of [write, query]) client.destroy();
  });

  it('is taken by the control endpoint', async () => {
    expect((await send(await signed({ path: '/control', headers: { 'content-type': 'application/json' } }))).status).toBe(200);
  });

  it('may be a few minutes old or early', async () => {
    for (const minutes of [-4, 4]) expect(await send(await signed({ date: new Date(Date.now() + minutes * 60_000) }))).toMatchObject({ status: 200 });
  });
});

describe('403 is the answer to', () => {
  const alter = async (change: (sent: Sent) => Sent, signing?: Signing) => send(change(await signed(signing)));

  it('a request without a signature', async () => {
    const headers = without((await signed()).headers, 'authorization');
    const sent = { method: 'POST', path: '/', headers, body: '{}' };
    expect(await send(sent)).toEqual({ status: 403, code: 'MissingAuthenticationTokenException', message: expect.stringContaining('signed with one of its access keys') });
    expect((await send({ ...sent, headers: { ...headers, 'x-amz-target': 'Timestream_20181101.DescribeEndpoints' } })).status).toBe(403);
    for (const method of ['GET', 'POST', 'DELETE']) expect((await send({ ...sent, method, path: '/control' })).status).toBe(403);
  });

  it('an unknown key', async () => {
    expect(await send(await signed({ key: { ...known, accessKeyId: 'AKIDSTRANGER' } }))).toEqual({ status: 403, code: 'UnrecognizedClientException', message: expect.stringContaining('AKIDSTRANGER') });
  });

  it.each([
    ['another secret', { key: { ...known, secretAccessKey: 'another' } }, (sent: Sent) => sent, 'the secret of the access key AKIDEXAMPLE is another one here'],
    ['a changed body', {}, (sent: Sent) => ({ ...sent, body: '{ }' }), 'changed on its way'],
    ['a changed operation', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, 'x-amz-target': 'Timestream_20181101.DeleteTable' } }), 'changed on its way'],
    ['an operation that was not signed', { unsigned: new Set(['x-amz-target']) }, (sent: Sent) => sent, 'The header x-amz-target must be among the signed ones'],
    ['a header that came later', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, 'x-amz-more': '1' } }), 'The header x-amz-more must be'],
    ['another place', {}, (sent: Sent) => ({ ...sent, path: '/elsewhere' }), 'changed on its way'],
    ['another service', { service: 's3' }, (sent: Sent) => sent, 'signed for the service s3, not timestream'],
    ['an old date', { date: new Date(Date.now() - 6 * 60_000) }, (sent: Sent) => sent, 'Set the clock'],
    ['an early date', { date: new Date(Date.now() + 6 * 60_000) }, (sent: Sent) => sent, 'Set the clock'],
    ['another day than that of the credential', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, 'x-amz-date': '20200101T000000Z' } }), 'no time of the day'],
    ['no date', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, 'x-amz-date': '' } }), 'no time of the day'],
    ['half a header', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, authorization: sent.headers.authorization!.replace(/, Signature=.*/, '') } }), 'The Authorization header is not AWS4-HMAC-SHA256 with'],
    ['a signature that is none', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, authorization: sent.headers.authorization!.replace(/Signature=.*/, 'Signature=x') } }), 'The Authorization header is not'],
    ...['constructor', '__proto__', 'toString'].map((name) => [
      `a signature over a header '${name}' that the request does not have`, {},
      (sent: Sent) => ({ ...sent, headers: { ...sent.headers, authorization: sent.headers.authorization!.replace('SignedHeaders=', `SignedHeaders=${name};`) } }), 'changed on its way',
    ] as const),
    ['another algorithm', {}, (sent: Sent) => ({ ...sent, headers: { ...sent.headers, authorization: sent.headers.authorization!.replace('HMAC-SHA256', 'HMAC-SHA1') } }), 'The Authorization header is not'],
  ] as const)('%s', async (_what, signing, change, message) => {
    expect(await alter(change, signing)).toEqual({ status: 403, code: 'InvalidSignatureException', message: expect.stringContaining(message) });
  });
});

it('tells whoever asks that it runs, and no more', async () => {
  const response = await fetch(`${server.endpoint}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
});

it('takes parameters that are signed in the order of their names', async () => {
  const signer = new SignatureV4({ credentials: known, region: 'eu-west-1', service: 'timestream', sha256: Sha256 as never, applyChecksum: false });
  const { host, hostname, port } = new URL(server.endpoint);
  const { headers } = await signer.sign({ method: 'POST', protocol: 'http:', hostname, port: Number(port), path: '/', query: { 'a': '1', 'a-b': '2' }, body: '{}', headers: { host } });
  // Known by its signature, and no request of either API.
  expect(await send({ method: 'POST', path: '/?a=1&a-b=2', headers, body: '{}' })).toMatchObject({ status: 400, code: 'UnknownOperationException' });
});

it.each([{ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: '' }, { accessKeyId: '', secretAccessKey: 'secret' }])('is not started with a key that lacks a half', async (key) => {
  await expect(startTimestream({ data: ':memory:', accessKeys: [known, key] })).rejects.toThrow('needs both an accessKeyId and a secretAccessKey');
});

it('takes everybody without access keys', async () => {
  const open = await startTimestream({ data: ':memory:' });
  const headers = without((await signed()).headers, 'authorization', 'host');
  expect((await fetch(open.endpoint, { method: 'POST', headers, body: '{}' })).status).toBe(200);
  await open.close();
});

const run = promisify(execFile);
const environment = (secret: string) => ({ PATH: '/usr/bin:/bin', HOME: '/nonexistent', AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: known.accessKeyId, AWS_SECRET_ACCESS_KEY: secret });

describeWith('python3-boto3', python, ['-c', 'import boto3; print("boto3", boto3.__version__)'])('boto3', () => {
  const script = 'import boto3, sys; print(boto3.client(sys.argv[2], endpoint_url=sys.argv[1]).describe_endpoints()["Endpoints"][0]["CachePeriodInMinutes"])';
  const ask = (service: string, secret: string) => run(python, ['-c', script, server.endpoint, service], { env: environment(secret) });

  it.each(['timestream-write', 'timestream-query'])('is let in by %s with the secret, and kept out with another', async (service) => {
    expect((await ask(service, known.secretAccessKey)).stdout.trim()).toBe('1440');
    await expect(ask(service, 'another')).rejects.toThrow('InvalidSignatureException');
  });
});

describeWith('awscli', awsCli, ['--version'])('the AWS CLI', () => {
  const list = (secret: string) => run(awsCli, ['timestream-write', 'list-databases', '--endpoint-url', server.endpoint], { env: environment(secret) });

  it('is let in with the secret, and kept out with another', async () => {
    expect(JSON.parse((await list(known.secretAccessKey)).stdout)).toEqual({ Databases: [] });
    await expect(list('another')).rejects.toThrow('InvalidSignatureException');
  });
});
