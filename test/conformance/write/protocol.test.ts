import { request } from 'node:http';
import { operationNames } from '../../../local/timestream/operations';
import { startWriteService, type WriteService } from './write-service';

let service: WriteService;
const nowMs = Date.UTC(2026, 0, 1);
beforeAll(async () => { service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n }); });
afterAll(() => service.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

function post(target: string | undefined, body: string | Buffer, { method = 'POST', path = '/', type = 'application/x-amz-json-1.0', headers = {} } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, service.endpoint), { method, agent: false, headers: { 'content-type': type, ...(target && { 'x-amz-target': target }), ...headers } }, (answer) => {
      let text = '';
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text, body: JSON.parse(text) as Record<string, unknown> }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const send = (operation: string, input: unknown = {}) => post(`Timestream_20181101.${operation}`, JSON.stringify(input));

describe('the wire protocol', () => {
  it('answers in its content type with a request id as the service writes them', async () => {
    const { status, headers, body } = await send('ListDatabases');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(headers['x-amzn-requestid']).toMatch(/^[A-Z2-7]{26}$/);
    expect(body).toEqual({ Databases: [] });
  });

  it('refuses requests of web pages, whose own name may have been made to mean this machine', async () => {
    const { status, body } = await post('Timestream_20181101.ListDatabases', '{}', { headers: { origin: 'http://elsewhere.example:4580', host: 'elsewhere.example:4580' } });
    expect(status).toBe(403);
    expect(body).toMatchObject({ __type: expect.stringContaining('#AccessDeniedException'), message: expect.stringContaining('http://elsewhere.example:4580') });
  });

  it('takes an empty body for an empty input and answers operations without output with an empty object', async () => {
    expect((await post('Timestream_20181101.ListDatabases', '')).status).toBe(200);
    await send('CreateDatabase', { DatabaseName: 'gone' });
    expect(await send('DeleteDatabase', { DatabaseName: 'gone' })).toMatchObject({ status: 200, body: {} });
  });

  it('puts the framework\'s namespace on constraint errors and the service\'s on its own', async () => {
    expect(await send('DescribeDatabase')).toMatchObject({
      status: 400, body: { __type: 'com.amazon.coral.validate#ValidationException', message: "1 validation error detected: Value null at 'databaseName' failed to satisfy constraint: Member must not be null" },
    });
    expect(await send('DescribeDatabase', { DatabaseName: 'x' })).toMatchObject({
      status: 404, body: { __type: 'com.amazonaws.timestream.v20181101#ResourceNotFoundException', message: 'The database x does not exist.' },
    });
  });

  it('writes times as seconds since the epoch', async () => {
    const { body } = await send('CreateDatabase', { DatabaseName: 'timed' });
    expect(body.Database).toMatchObject({ CreationTime: nowMs / 1000, LastUpdatedTime: nowMs / 1000 });
  });

  it('names every operation of both APIs, and those not supported yet in their refusal', async () => {
    expect(operationNames).toHaveLength(30);
    for (const name of ['CreateScheduledQuery', 'ExecuteScheduledQuery']) {
      expect(await send(name)).toMatchObject({ status: 400, body: { __type: expect.stringContaining('ValidationException'), message: `${name} is not supported yet by this server.` } });
    }
  });

  it.each(['Nonsense', 'constructor', '__proto__', ''])('refuses the unknown operation %j by name', async (name) => {
    expect(await send(name)).toMatchObject({ status: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException', message: expect.stringContaining(name) } });
  });

  it.each([
    ['another target', post.bind(undefined, 'DynamoDB_20120810.ListTables', '{}')],
    ['no target', post.bind(undefined, undefined, '{}')],
    ['another path', () => post('Timestream_20181101.ListDatabases', '{}', { path: '/x' })],
    ['another method', () => post('Timestream_20181101.ListDatabases', '{}', { method: 'PUT' })],
    ['a form, as a foreign web page could send', () => post('Timestream_20181101.ListDatabases', '{}', { type: 'text/plain' })],
  ])('refuses %s', async (_what, ask) => {
    expect(await ask()).toMatchObject({ status: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException' } });
  });

  it.each(['null', '[]', '7', '"x"', '{', '{"DatabaseName": NaN}', Buffer.from([0xff, 0xfe])])('refuses the body %j', async (body) => {
    expect(await post('Timestream_20181101.CreateDatabase', body)).toMatchObject({ status: 400, body: { __type: 'com.amazon.coral.service#SerializationException' } });
  });

  it('refuses a member of another JSON kind', async () => {
    expect(await send('CreateDatabase', { DatabaseName: 5 })).toMatchObject({ status: 400, body: { __type: 'com.amazon.coral.service#SerializationException', message: 'NUMBER_VALUE can not be converted to a String' } });
  });

  it('refuses a body above 4 MiB', async () => {
    expect(await post('Timestream_20181101.WriteRecords', Buffer.alloc(4 * 1024 * 1024 + 1, ' '))).toMatchObject({ status: 413, body: { __type: 'com.amazon.coral.service#RequestEntityTooLargeException' } });
  });

  it('keeps a version beyond 2^53 whole, in and out', async () => {
    await send('CreateDatabase', { DatabaseName: 'versions' });
    await send('CreateTable', { DatabaseName: 'versions', TableName: 'large' });
    const write = (version: string) => post('Timestream_20181101.WriteRecords', `{"DatabaseName":"versions","TableName":"large","Records":[
      {"Dimensions":[{"Name":"a","Value":"b"}],"MeasureName":"m","MeasureValue":"1","Time":"${nowMs}","Version":${version}}]}`);
    expect((await write('9223372036854775807')).status).toBe(200);
    const answer = await write('9223372036854775806');
    expect(answer.status).toBe(419);
    expect(answer.text).toContain('The record version 9223372036854775806 is lower than the existing version 9223372036854775807.');
    expect(answer.text).toContain('"ExistingVersion":9223372036854775807');
  });
});
