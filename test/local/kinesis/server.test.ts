/** The local Kinesis through the official client, on both versions of HTTP and one port, and over restarts. */
import { existsSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DescribeStreamCommand, KinesisClient, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { KinesisService } from './kinesis-service';

let service: KinesisService;
beforeEach(async () => { service = await new KinesisService().start(); });
afterEach(() => service.remove());

const segmentOf = (stream: string): string => {
  const folder = join(service.folder, `${stream}.stream`, 'shardId-000000000000');
  return join(folder, readdirSync(folder)[0]!);
};

describe('one port', () => {
  it('serves HTTP/2 and HTTP/1.1 side by side', async () => {
    await service.create('readings');
    const http1 = service.connect({ requestHandler: new NodeHttpHandler() });
    const put = (client: KinesisClient, data: string) => client.send(new PutRecordCommand({ StreamName: 'readings', PartitionKey: 'key', Data: Buffer.from(data) }));
    await Promise.all([put(service.client, 'over 2'), put(http1, 'over 1.1')]);
    expect((await service.dataOf('readings')).toSorted()).toEqual(['over 1.1', 'over 2']);
  });

  it('knows HTTP/2 also when its first bytes come one by one', async () => {
    const socket = connect(service.server.port, '127.0.0.1');
    const answered = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    for (const byte of 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') {
      socket.write(byte);
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])); // an empty SETTINGS frame
    const frame = await answered;
    expect(frame[3]).toBe(4); // SETTINGS
    socket.destroy();
  });

  it('takes no notice of clients that go away in the middle of a request', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams' };
    const session = connectHttp2(service.server.endpoint);
    const post = () => session.request({ ':method': 'POST', ':path': '/', ...headers });
    const reset = post();
    reset.write('{"Limit"');
    reset.close(constants.NGHTTP2_CANCEL);
    const following = post();
    following.end('{}').resume();
    await once(following, 'close'); // frames are read in their order
    session.destroy();
    const socket = connect(service.server.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 9\r\n\r\n{"Limit"', () => { socket.destroy(); });
    await once(socket, 'close');
    await service.stop();
    expect(service.warnings).toEqual([]);
  });

  it('is given back with the close, whatever hangs on it', async () => {
    const idle = connect(service.server.port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    await service.stop();
    await service.start({ port: service.server.port });
    idle.destroy();
  });
});

describe('a request that is none of an SDK', () => {
  const send = (headers: Record<string, string>, body = '{}', method = 'POST', path = '/'): Promise<{ status: number; answer: { __type?: string; message?: string } }> => new Promise((resolve, reject) => {
    request({ port: service.server.port, host: '127.0.0.1', method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => { text += chunk.toString(); });
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, answer: JSON.parse(text) as object }); });
    }).on('error', reject).end(body);
  });
  const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams' };

  it.each<[what: string, headers: Record<string, string>, body: string, code: string, message: string]>([
    ['in CBOR', { ...json, 'content-type': 'application/x-amz-cbor-1.1' }, '', 'SerializationException', 'CBOR is not supported by the local stream'],
    ['of another type', { ...json, 'content-type': 'text/plain' }, '', 'SerializationException', 'The content type is text/plain, not application/x-amz-json-1.1'],
    ['without a target', { 'content-type': json['content-type'] }, '', 'UnknownOperationException', 'The header X-Amz-Target is missing'],
    ['for an operation that is not here', { ...json, 'x-amz-target': 'Kinesis_20131202.SplitShard' }, '{}', 'UnknownOperationException', 'SplitShard is not supported by the local stream.'],
    ['for no operation at all', { ...json, 'x-amz-target': 'Kinesis_20131202.toString' }, '{}', 'UnknownOperationException', 'toString is not supported'],
    ['that is no JSON', json, '{', 'SerializationException', 'The request body is not JSON'],
    ['that is no object', json, '[]', 'SerializationException', 'A JSON object was expected'],
    ['with a member of another kind', json, '{"Limit": "ten"}', 'SerializationException', 'Limit is not a number'],
    ['from a page in a browser', { ...json, origin: 'https://example.com' }, '{}', 'AccessDeniedException', 'Requests from web pages are refused, such as from https://example.com.'],
  ])('is refused by name %s', async (_, headers, body, code, message) => {
    const { status, answer } = await send(headers, body);
    expect({ status, code: answer.__type }).toEqual({ status: 400, code });
    expect(answer.message).toContain(message);
  });

  it('is refused where it is no POST', async () => {
    expect((await send(json, '', 'GET')).answer.__type).toBe('UnknownOperationException');
    expect((await send(json, '{}', 'POST', '/streams')).answer.__type).toBe('UnknownOperationException');
  });
});

describe('a restart', () => {
  it('finds streams, records and their order again, and numbers go on', async () => {
    await service.create('readings', 2);
    const before = [await service.put('readings', '1'), await service.put('readings', '2')];
    await service.stop();
    await service.start();
    const { StreamDescription } = await service.client.send(new DescribeStreamCommand({ StreamName: 'readings' }));
    expect(StreamDescription?.Shards).toHaveLength(2);
    const after = await service.put('readings', '3');
    expect(BigInt(after)).toBeGreaterThan(BigInt(before[1]!));
    expect(await service.dataOf('readings')).toEqual(['1', '2', '3']);
  });

  it('cuts off the torn end of a put that was never answered, and says so', async () => {
    await service.create('readings');
    await service.put('readings', 'whole');
    await service.put('readings', 'torn');
    await service.stop();
    const file = segmentOf('readings');
    truncateSync(file, readFileSync(file).length - 2);
    await service.start();
    expect(await service.dataOf('readings')).toEqual(['whole']);
    expect(service.warnings).toEqual([expect.stringMatching(/bytes of a put that was never answered are cut off$/)]);
    await service.put('readings', 'next');
    expect(await service.dataOf('readings')).toEqual(['whole', 'next']);
  });

  it('is refused when bytes before whole records are damaged, and nothing is changed', async () => {
    await service.create('readings');
    for (const data of ['1', '2', '3']) await service.put('readings', data);
    await service.stop();
    const file = segmentOf('readings');
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('2', 40)]! ^= 1;
    writeFileSync(file, bytes);
    await expect(service.start()).rejects.toThrow(`${file} is damaged at byte`);
    expect(readFileSync(file)).toEqual(bytes);
    writeFileSync(file, Buffer.alloc(0)); // so that the service can be closed as after every test
    await service.start();
  });

  it('is refused on a folder that a newer version wrote', async () => {
    await service.stop();
    writeFileSync(join(service.folder, 'format'), '2\n');
    await expect(service.start()).rejects.toThrow(`${service.folder} has format 2, which a newer Tidegauge wrote; this one knows up to 1`);
    writeFileSync(join(service.folder, 'format'), '1\n');
    await service.start();
  });

  it('forgets a stream that was half made or half deleted', async () => {
    await service.create('readings');
    await service.stop();
    const folder = join(service.folder, 'readings.stream');
    writeFileSync(join(service.folder, 'note.txt'), 'kept');
    truncateSync(join(folder, 'stream.json'), 0);
    await expect(service.start()).rejects.toThrow(`${folder}/stream.json cannot be read`);
    unlinkSync(join(folder, 'stream.json'));
    await service.start();
    expect((await service.client.send(new ListStreamsCommand())).StreamNames).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the same streams in this process', () => {
  it('take records by the rules of PutRecord', async () => {
    await service.create('readings');
    await service.server.put('readings', 'key', Buffer.from('from here'));
    expect(await service.dataOf('readings')).toEqual(['from here']);
    await expect(service.server.put('readings', '', Buffer.from('x'))).rejects.toThrow("at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1");
    await expect(service.server.put('other', 'key', Buffer.from('x'))).rejects.toThrow('Stream other under account 123456789012 not found.');
  });
});
