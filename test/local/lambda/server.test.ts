/** The Invoke API through the official client, and by hand where a client cannot be made to misbehave. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionCommand, InvokeCommand, type InvokeCommandInput, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { EventQueue } from '../../../local/lambda/event-queue';
import type { LambdaFunction } from '../../../local/lambda/lambda-function';
import { type LambdaServer, startLambdaServer } from '../../../local/lambda/server';
import { functionArn, setStage, type Stage, until } from './function-under-test';

const FunctionName = 'fleet-local-probe';

let stage: Stage;
let folder: string;
let server: LambdaServer | undefined;
let client: LambdaClient;

beforeEach(() => {
  stage = setStage();
  folder = mkdtempSync(join(tmpdir(), 'events-'));
});
afterEach(async () => {
  client.destroy();
  await server?.close();
  await stage.tearDown();
  rmSync(folder, { recursive: true });
});

async function start(source: string, changes: Partial<LambdaFunction> = {}): Promise<void> {
  const runner = stage.start(source, changes);
  const queue = await EventQueue.open({ folder, now: Date.now, log: (line) => { stage.lines.push(line); } });
  queue.deliverTo(({ functionArn: arn, event, ...accepted }) => runner.invokeAsync(arn, event, accepted));
  server = await startLambdaServer({ port: 0, host: '127.0.0.1', runner, queue, warn: (line) => { stage.lines.push(line); } });
  client = new LambdaClient({ endpoint: `http://127.0.0.1:${server.port}`, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
}

async function invoke(input: Partial<InvokeCommandInput> = {}) {
  const { Payload, LogResult, ...answer } = await client.send(new InvokeCommand({ FunctionName, ...input }));
  const text = Buffer.from(Payload ?? []).toString();
  return { ...answer, payload: text === '' ? undefined : JSON.parse(text) as unknown, log: Buffer.from(LogResult ?? '', 'base64').toString() };
}

const echo = "export const handler = async (event) => { console.log('heard'); return { event }; };";

describe('an invocation', () => {
  it('answers with what the function returns', async () => {
    await start(echo);
    expect(await invoke({ Payload: Buffer.from('{"n":1}') })).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', payload: { event: { n: 1 } } });
  });

  it('gives the function an empty object where there is no payload', async () => {
    await start(echo);
    expect(await invoke()).toMatchObject({ payload: { event: {} } });
  });

  it('answers with the error of a function that fails', async () => {
    await start("export const handler = async () => { throw new RangeError('too far'); };");
    expect(await invoke()).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', payload: { errorType: 'RangeError', errorMessage: 'too far' } });
  });

  it('has the tail of the log when it is asked for', async () => {
    await start("export const handler = async () => { console.log('a'.repeat(5000)); console.error('last words'); };");
    const { log } = await invoke({ LogType: 'Tail' });
    expect(log).toMatch(/^a+\nlast words\nEND RequestId: ([0-9a-f-]{36})\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\n$/);
    expect(Buffer.byteLength(log)).toBe(4096);
    expect((await invoke()).log).toBe('');
  });

  it.each([
    ['an ARN', functionArn],
    ['an ARN with its version', `${functionArn}:$LATEST`],
    ['a part of an ARN', '123456789012:function:fleet-local-probe'],
  ])('takes %s for the name', async (_what, name) => {
    await start(echo);
    expect(await invoke({ FunctionName: name })).toMatchObject({ StatusCode: 200 });
  });

  it('does nothing in a dry run', async () => {
    await start(echo);
    expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
    expect(stage.lines).toEqual([]);
  });

  it('is refused where it should be, under the names of the API', async () => {
    await start(echo, { reservedConcurrency: 0 });
    await expect(invoke({ FunctionName: 'nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
    await expect(invoke({ Qualifier: 'v1' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(invoke({ Payload: Buffer.from('{') })).rejects.toMatchObject({ name: 'InvalidRequestContentException', $metadata: { httpStatusCode: 400 } });
    await expect(invoke({ Payload: Buffer.from(`"${'x'.repeat(6 * 1024 * 1024)}"`) })).rejects.toMatchObject({ name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } });
    await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException', $metadata: { httpStatusCode: 429 } });
  });

  it('is refused with what is not known here, and to web pages', async () => {
    await start(echo);
    await expect(invoke({ ClientContext: 'e30=' })).rejects.toMatchObject({ name: 'NotImplementedException', message: 'The header x-amz-client-context is not supported yet by the local Lambda' });
    const url = `http://127.0.0.1:${server!.port}/2015-03-31/functions`;
    expect((await fetch(`${url}/${FunctionName}/invocations`, { method: 'POST', headers: { origin: 'http://example.com' } })).status).toBe(403);
    expect((await fetch(`${url}/${FunctionName}`, { method: 'DELETE' })).status).toBe(501);
  });
});

describe('an event over 6 MB', () => {
  const limit = 6 * 1024 * 1024;
  let socket: Socket | undefined;
  let heard: string;

  /** A client that sends its body when the test says so. */
  async function send(headers: string): Promise<Socket> {
    await start(echo);
    heard = '';
    const opened = connect(server!.port, '127.0.0.1').setEncoding('utf8').on('data', (text: string) => { heard += text; });
    opened.write(`POST /2015-03-31/functions/${FunctionName}/invocations HTTP/1.1\r\nHost: lambda\r\n${headers}\r\n\r\n`);
    return socket = opened;
  }
  const isRefused = () => heard.startsWith('HTTP/1.1 413 ') && heard.includes('x-amzn-errortype: RequestTooLargeException') && heard.includes(`smaller than ${limit} bytes`);
  /** What was on its way is not taken for a request, and the connection serves the next one. */
  async function expectNextAnswered(): Promise<void> {
    heard = '';
    socket!.write('GET /2015-03-31/functions HTTP/1.1\r\nHost: lambda\r\n\r\n');
    await until(() => heard.includes('HTTP/1.1 200 ') && heard.includes(functionArn));
  }
  afterEach(() => { socket?.destroy(); });

  it('is refused when it is announced, and the connection goes on after it', async () => {
    await send(`Content-Length: ${limit + 1}`);
    await until(isRefused);
    socket!.write(Buffer.alloc(limit + 1));
    await expectNextAnswered();
  });

  it('is refused when so much has come, without its end', async () => {
    await send('Transfer-Encoding: chunked');
    const chunk = `${limit.toString(16)}\r\n${' '.repeat(limit)}\r\n`;
    socket!.write(`${chunk}1\r\n \r\n`);
    await until(isRefused);
    socket!.write(`${chunk}0\r\n\r\n`);
    await expectNextAnswered();
  });

  it('is refused to the official client while it sends much more', async () => {
    await start(echo);
    await expect(invoke({ Payload: Buffer.alloc(4 * limit, ' ') })).rejects.toMatchObject({ name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } });
    expect(await invoke({ Payload: Buffer.from('1'.padEnd(limit)) })).toMatchObject({ StatusCode: 200, payload: { event: 1 } });
  });
});

describe('an asynchronous invocation', () => {
  it('is accepted, run, and forgotten then', async () => {
    await start(echo);
    expect(await invoke({ InvocationType: 'Event', Payload: Buffer.from('{"n":1}') })).toMatchObject({ StatusCode: 202, payload: undefined });
    await until(() => stage.lines.includes('heard') && readdirSync(folder).length === 0);
  });

  it('is refused over 1 MB and for nobody', async () => {
    await start(echo);
    await expect(invoke({ InvocationType: 'Event', Payload: Buffer.from(`"${'x'.repeat(1024 * 1024)}"`) })).rejects.toMatchObject({ name: 'RequestTooLargeException' });
    await expect(invoke({ InvocationType: 'Event', FunctionName: 'nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('functions', () => {
  it('are listed and told of', async () => {
    await start(echo, { reservedConcurrency: 3 });
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions).toEqual([expect.objectContaining({ FunctionName, FunctionArn: functionArn, Handler: 'functions/probe.handler', Timeout: 10, MemorySize: 128 })]);
    expect(await client.send(new GetFunctionCommand({ FunctionName }))).toMatchObject({ Configuration: { FunctionName }, Concurrency: { ReservedConcurrentExecutions: 3 } });
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
