/** What clients send that are not SDKs, careless or hostile: a clear answer, in time, and the connection goes on. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startWriteService, type WriteService } from './write-service';

let service: WriteService;
const warnings: string[] = [];
beforeAll(async () => {
  service = await startWriteService({ warn: (line) => void warnings.push(line) });
  await send('CreateDatabase', '{"DatabaseName":"IoTMetrics"}');
  await send('CreateTable', '{"DatabaseName":"IoTMetrics","TableName":"Readings"}');
});
afterAll(() => service.close());
// An answer with status 500 leaves a line.
afterEach(() => expect(warnings).toEqual([]));

interface Answer {
  readonly status: number | undefined;
  readonly bytes: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly localPort: number | undefined;
}

interface Sending {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent | false;
}

function send(operation: string, content: string | Buffer, { method = 'POST', path = '/', headers = {}, agent = false }: Sending = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, service.endpoint), {
      method, agent, headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `Timestream_20181101.${operation}`, ...headers },
    }, (answer) => {
      const { localPort } = answer.socket;
      let text = '';
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve({ status: answer.statusCode, bytes: text.length, body: JSON.parse(text) as Record<string, unknown>, localPort }));
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

/** What comes back on a bare connection until the server closes it. */
function sendBytes(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(service.endpoint);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (part) => { answer += part; });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

const serialization = (message: string | RegExp) => ({
  status: 400, body: { __type: 'com.amazon.coral.service#SerializationException', message: typeof message === 'string' ? message : expect.stringMatching(message) },
});
const validation = (message: string | RegExp) => ({
  status: 400, body: { __type: 'com.amazon.coral.validate#ValidationException', message: typeof message === 'string' ? message : expect.stringMatching(message) },
});
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const records = (content: string) => `{"DatabaseName":"IoTMetrics","TableName":"Readings","Records":[${content}]}`;
const many = (count: number, item: string) => Array.from({ length: count }, () => item).join();

describe('values of another kind', () => {
  it.each([
    ['CreateDatabase', '{"DatabaseName":7}', 'NUMBER_VALUE can not be converted to a String'],
    ['CreateDatabase', '{"DatabaseName":true}', 'TRUE_VALUE can not be converted to a String'],
    ['CreateDatabase', '{"DatabaseName":["abc"]}', 'Start of list found where not expected'],
    ['CreateDatabase', '{"DatabaseName":{}}', 'Start of structure or map found where not expected.'],
    ['CreateDatabase', '{"DatabaseName":"abc","Tags":{}}', 'Start of structure or map found where not expected.'],
    ['CreateDatabase', '{"DatabaseName":"abc","Tags":[null]}', 'NULL_VALUE can not be converted to a list element'],
    ['CreateDatabase', '{"DatabaseName":"abc","Tags":["k=v"]}', 'STRING_VALUE can not be converted to a structure or map'],
    ['ListDatabases', '{"MaxResults":"5"}', 'STRING_VALUE can not be converted to a Long'],
    ['ListDatabases', '{"MaxResults":1.5}', 'NUMBER_VALUE can not be converted to a Long'],
    ['ListDatabases', '{"MaxResults":1e400}', 'NUMBER_VALUE can not be converted to a Long'],
    ['CreateTable', '{"DatabaseName":"IoTMetrics","TableName":"abc","RetentionProperties":{"MemoryStoreRetentionPeriodInHours":"24","MagneticStoreRetentionPeriodInDays":1}}', 'STRING_VALUE can not be converted to a Long'],
    ['UpdateTable', '{"DatabaseName":"IoTMetrics","TableName":"Readings","MagneticStoreWriteProperties":{"EnableMagneticStoreWrites":"true"}}', 'STRING_VALUE can not be converted to a Boolean'],
    ['WriteRecords', records('{"Time":1780315200000}'), 'NUMBER_VALUE can not be converted to a String'],
    ['WriteRecords', records('{"MeasureValue":1.5}'), 'NUMBER_VALUE can not be converted to a String'],
    ['WriteRecords', records('{"Version":"1"}'), 'STRING_VALUE can not be converted to a Long'],
    ['WriteRecords', records('{"Version":1.5}'), 'NUMBER_VALUE can not be converted to a Long'],
    ['WriteRecords', records('{"Dimensions":{"Name":"d","Value":"x"}}'), 'Start of structure or map found where not expected.'],
    ['WriteRecords', records('null'), 'NULL_VALUE can not be converted to a list element'],
  ])('end the request: %s %s', async (operation, content, message) => {
    expect(await send(operation, content)).toMatchObject(serialization(message));
  });

  it.each([
    ['a whole number written as a fraction', 'ListDatabases', '{"MaxResults":5.0}'],
    ['null for an absent member', 'ListTables', '{"DatabaseName":null,"MaxResults":null,"NextToken":null}'],
    ['members that no operation has', 'ListDatabases', '{"maxResults":0,"Colour":["red"],"constructor":1,"__proto__":{"MaxResults":0}}'],
    ['the last of two members of one name', 'ListDatabases', '{"MaxResults":0,"MaxResults":1}'],
    ['space around the object', 'ListDatabases', ' \r\n\t{ } \n'],
  ])('are not: %s', async (_what, operation, content) => {
    expect(await send(operation, content)).toMatchObject({ status: 200 });
  });

  it('are no inherited members', async () => {
    expect(await send('DescribeDatabase', '{"__proto__":{"DatabaseName":"IoTMetrics"}}')).toMatchObject(validation("1 validation error detected: Value null at 'databaseName' failed to satisfy constraint: Member must not be null"));
  });

  it('are 64-bit integers beyond their range', async () => {
    for (const version of ['9223372036854775808', '99999999999999999999', '1e30', '9'.repeat(1_000_000)]) {
      expect(await send('WriteRecords', records(`{"Version":${version}}`))).toMatchObject({ status: 400 });
    }
  });
});

describe('a body that is no JSON object in UTF-8', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['a cut object', '{"MaxResults":', /^The request body cannot be read: /],
    ['text behind the object', '{} {}', /^The request body cannot be read: /],
    ['nothing but space', '  ', /^The request body cannot be read: /],
    ['a byte order mark', '\ufeff{}', /^The request body cannot be read: /],
    ['UTF-16', Buffer.from('{}', 'utf16le'), /^The request body cannot be read: /],
    ['Latin-1', Buffer.from('{"NextToken":"é"}', 'latin1'), /^The request body cannot be read: it is not UTF-8$/],
    ['half a character', '{"NextToken":"\\ud83d"}', /^The request body cannot be read: a string holds half of a surrogate pair$/],
    ['a list', '[{}]', /^The request body is not a JSON object$/],
    ['a form', 'Action=ListDatabases&Version=2018-11-01', /^The request body cannot be read: /],
    ['deep nesting with a large number', `{"NextToken":12345678901234567890,"X":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`, /^The request body cannot be read: it is nested too deeply$/],
  ])('is refused: %s', async (_what, content, message) => {
    expect(await send('ListDatabases', content)).toMatchObject(serialization(message));
  });

  it('is refused when it is compressed, which no SDK does here', async () => {
    expect(await send('ListDatabases', gzipSync('{}'), { headers: { 'content-encoding': 'gzip' } })).toMatchObject(serialization('The content encoding gzip is not supported: requests are plain JSON.'));
    expect(await send('ListDatabases', '{}', { headers: { 'content-encoding': 'identity' } })).toMatchObject({ status: 200 });
  });
});

describe('a request that is large in a small body', () => {
  it.each([
    ['a million levels where a text should be', 'CreateDatabase', `{"DatabaseName":${nested(1_000_000)}}`, serialization('Start of list found where not expected')],
    ['a million levels among too many records', 'WriteRecords', records(`{"X":${nested(1_000_000)}},${many(100, '{}')}`), validation("1 validation error detected: Value '[...]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 100")],
    ['a million records', 'WriteRecords', records(many(1_000_000, '{}')), validation(/^1 validation error detected: Value '\[\{\},.*\.\.\.' at 'records' failed to satisfy constraint: Member must have length less than or equal to 100$/)],
    ['a million measure values, each with three faults', 'WriteRecords', records(`{"MeasureValues":[${many(1_000_000, '{}')}]}`), validation(/^10[0-9] validation errors detected: Value null at 'records\.1\.member\.measureValues\.1\.member\.name' /)],
    ['a name of four million characters', 'CreateDatabase', `{"DatabaseName":"${'x'.repeat(4_000_000)}"}`, validation(/^1 validation error detected: Value 'x{256}\.\.\.' at 'databaseName' failed to satisfy constraint: Member must have length less than or equal to 256$/)],
    ['a number of four million digits', 'ListDatabases', `{"MaxResults":${'9'.repeat(4_000_000)}}`, serialization('NUMBER_VALUE can not be converted to a Long')],
    ['a token of four million characters', 'ListTables', `{"NextToken":"${'x'.repeat(4_000_000)}"}`, { status: 400, body: { message: 'Invalid pagination token' } }],
  ])('is answered briefly: %s', async (_what, operation, content, expected) => {
    const answer = await send(operation, content);
    expect(answer).toMatchObject(expected);
    expect(answer.bytes).toBeLessThan(50_000);
  });

  it('may hold unknown members of any depth', async () => {
    expect(await send('ListDatabases', `{"X":${nested(1_000_000)}}`)).toMatchObject({ status: 200 });
  });
});

describe('the envelope', () => {
  it.each(['application/x-amz-json-1.0; charset=UTF-8', 'Application/X-Amz-Json-1.0'])('may name its type as %s', async (type) => {
    expect(await send('ListDatabases', '{}', { headers: { 'content-type': type } })).toMatchObject({ status: 200 });
  });

  it.each<[string, string, Sending]>([
    ['another JSON version', 'ListDatabases', { headers: { 'content-type': 'application/x-amz-json-1.1' } }],
    ['plain JSON', 'ListDatabases', { headers: { 'content-type': 'application/json' } }],
    ['GET', 'ListDatabases', { method: 'GET' }],
    ['OPTIONS', 'ListDatabases', { method: 'OPTIONS' }],
    ['DELETE', 'ListDatabases', { method: 'DELETE' }],
    ['a query string', 'ListDatabases', { path: '/?Action=ListDatabases' }],
    ['another path', 'ListDatabases', { path: '/databases' }],
    ['a name in lower case', 'listdatabases', {}],
    ['two names', 'ListDatabases, Timestream_20181101.ListTables', {}],
    ['a name with its service', 'Timestream_20181101.ListDatabases', {}],
    ['the name of a function of JavaScript', 'hasOwnProperty', {}],
  ])('is refused with %s', async (_what, operation, sending) => {
    expect(await send(operation, '', sending)).toMatchObject({ status: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException' } });
  });

  it('is refused when it is no HTTP, has no host, two lengths or endless headers', async () => {
    expect(await sendBytes('ListDatabases\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendBytes('POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendBytes('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendBytes(`POST / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

it('a connection goes on after every kind of refusal', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: Answer[] = [];
  for (const [operation, content, sending] of [
    ['ListDatabases', '{}', {}],
    ['Nonsense', '{}', {}],
    ['CreateDatabase', '{', {}],
    ['CreateDatabase', '{}', {}],
    ['CreateDatabase', 'x'.repeat(5_000_000), {}],
    ['DescribeDatabase', '{"DatabaseName":"Missing"}', {}],
    ['CreateDatabase', '{"DatabaseName":"IoTMetrics"}', {}],
    ['ListDatabases', '{}', { method: 'PUT' }],
    ['ListDatabases', '{}', {}],
  ] as const) answers.push(await send(operation, content, { agent, ...sending }));
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400, 413, 404, 409, 400, 200]);
  expect(new Set(answers.map(({ localPort }) => localPort)).size).toBe(1);
  agent.destroy();
});
