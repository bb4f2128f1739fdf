/** The HTTP front through real HTTP: the event a function gets, and what becomes of what it returns. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { startGateway, type Gateway, type GatewayOptions } from '../../../local/gateway/gateway';
import type { Route } from '../../../local/gateway/route';

jest.setTimeout(30_000);

const table: Route = { method: 'GET', path: '/v1/tables/{table}', functionName: 'get-tables', authorizer: true };
const page: Route = { method: 'GET', path: '/', functionName: 'serve-console', authorizer: false };
const echo: Route = { method: 'ANY', path: '/echo', functionName: 'echo', authorizer: false };
const frozenNow = Date.UTC(2026, 0, 2, 3, 4, 5);

const open: Gateway[] = [];

afterEach(async () => {
  jest.useRealTimers();
  for (const gateway of open.splice(0)) await gateway.close();
});

interface Started {
  readonly gateway: Gateway;
  readonly url: string;
  readonly invoked: { functionName: string; event: Record<string, unknown> }[];
  readonly lines: { event: string; fields: Readonly<Record<string, unknown>> }[];
}

async function start(result: unknown = { statusCode: 204 }, options: Partial<GatewayOptions> = {}): Promise<Started> {
  const invoked: Started['invoked'] = [];
  const lines: Started['lines'] = [];
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    routes: [table, page, echo],
    invoke: async (functionName, event) => {
      invoked.push({ functionName, event: event as Record<string, unknown> });
      return result;
    },
    now: () => frozenNow,
    log: (event, fields) => void lines.push({ event, fields }),
    ...options,
  });
  open.push(gateway);
  return { gateway, url: `http://127.0.0.1:${gateway.port}`, invoked, lines };
}

/** A request that fetch would tidy up. */
async function raw(gateway: Gateway, path: string, options: { method?: string; headers?: Record<string, string | string[]> } = {}): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; text: string }> {
  const sent = httpRequest({ host: '127.0.0.1', port: gateway.port, path, ...options });
  sent.end();
  const [response] = await once(sent, 'response') as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(await response.toArray()).toString() };
}

describe('the event', () => {
  it('is payload format 2.0, with the synthetic caller behind an authorizer', async () => {
    const { gateway, invoked } = await start();
    await raw(gateway, '/v1/tables/Sensor%20Readings?select=avg(t)&where=a:b&where=c%3Ad+e', {
      headers: { 'X-Two': ['one', 'two'], Cookie: 'a=1; b=2', 'User-Agent': 'test', Host: 'api.example:3000', 'X-Forwarded-For': '10.0.0.1' },
    });
    expect(invoked).toEqual([{
      functionName: 'get-tables',
      event: {
        version: '2.0',
        routeKey: 'GET /v1/tables/{table}',
        rawPath: '/v1/tables/Sensor Readings',
        rawQueryString: 'select=avg(t)&where=a:b&where=c%3Ad+e',
        cookies: ['a=1', 'b=2'],
        headers: {
          'x-two': 'one,two', 'user-agent': 'test', host: 'api.example:3000', 'x-forwarded-for': '10.0.0.1, 127.0.0.1', 'x-forwarded-port': String(gateway.port),
          'x-forwarded-proto': 'http', 'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        },
        queryStringParameters: { select: 'avg(t)', where: 'a:b,c:d e' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'local',
          authorizer: { jwt: { claims: { sub: 'local', iss: 'local', aud: 'local' }, scopes: null } },
          domainName: 'api.example',
          domainPrefix: 'api',
          http: { method: 'GET', path: '/v1/tables/Sensor Readings', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'GET /v1/tables/{table}',
          stage: '$default',
          time: '02/Jan/2026:03:04:05 +0000',
          timeEpoch: frozenNow,
        },
        pathParameters: { table: 'Sensor Readings' },
        isBase64Encoded: false,
      },
    }]);
  });

  it('has a synthetic caller with the scopes that the route asks for', async () => {
    const { url, invoked } = await start(undefined, { routes: [{ ...page, authorizer: true, scopes: ['a/write', 'b/write'] }] });
    await fetch(url);
    expect(invoked[0]?.event['requestContext']).toMatchObject({
      authorizer: { jwt: { claims: { sub: 'local', iss: 'local', aud: 'local', scope: 'a/write b/write' }, scopes: ['a/write', 'b/write'] } },
    });
  });

  it('has no caller, parameters, cookies or body where there are none', async () => {
    const { url, invoked } = await start();
    await fetch(url);
    expect(Object.keys(invoked[0]!.event)).toEqual(['version', 'routeKey', 'rawPath', 'rawQueryString', 'headers', 'requestContext', 'isBase64Encoded']);
    expect(invoked[0]?.event['requestContext']).not.toHaveProperty('authorizer');
  });

  it.each([
    ['application/json', '{"a": "ä"}', false],
    ['text/csv; charset=utf-8', 'ä', false],
    ['application/problem+json', '{}', false],
    ['application/x-www-form-urlencoded', 'a=b', true],
    ['application/x-ndjson', '{}', true],
    ['application/octet-stream', '\u0000', true],
  ])('carries a body of type %s', async (contentType, body, isBase64Encoded) => {
    const { url, invoked } = await start();
    await fetch(`${url}/echo`, { method: 'POST', body, headers: { 'content-type': contentType } });
    expect(invoked[0]?.event).toMatchObject({ body: isBase64Encoded ? Buffer.from(body).toString('base64') : body, isBase64Encoded });
  });

  it('carries a body that is packed in base64, whatever its type', async () => {
    const { url, invoked } = await start();
    await fetch(`${url}/echo`, { method: 'POST', body: Buffer.from('1f8b00ff', 'hex'), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } });
    expect(invoked[0]?.event).toMatchObject({ body: 'H4sA/w==', isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } });
  });

  it.each([['/v1/tables/%3Cb%3E%22', '<b>"'], ['/v1/tables/%00', '\0'], ["/v1/tables/a';DROP--", "a';DROP--"]])('hands awkward parameters on as they are: %s', async (path, value) => {
    const { gateway, invoked } = await start();
    await raw(gateway, path);
    expect(invoked[0]?.event['pathParameters']).toEqual({ table: value });
  });
});

describe('the response', () => {
  it('is what the function says', async () => {
    const { url } = await start({
      statusCode: 201,
      headers: { 'Content-Type': 'application/problem+json', 'X-Count': 3, Connection: 'close' },
      cookies: ['a=1; Secure', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    const response = await fetch(url);
    expect(response.status).toBe(201);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'application/problem+json', 'x-count': '3', 'content-length': '2', 'apigw-requestid': expect.any(String) });
    expect(response.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 255]));
  });

  it.each([
    [{ hello: 'world' }, '{"hello":"world"}', 'application/json'],
    [[1, 2], '[1,2]', 'application/json'],
    ['plain', 'plain', 'application/json'],
    [null, 'null', 'application/json'],
    [{ statusCode: 200, body: 'text' }, 'text', 'text/plain;charset=UTF-8'],
    [{ statusCode: '200' }, '', 'text/plain;charset=UTF-8'],
  ])('is inferred from %j', async (result, text, contentType) => {
    const { url } = await start(result);
    const response = await fetch(url);
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([200, text, contentType]);
  });

  it.each([
    [{ statusCode: 42 }], [{ statusCode: 'x' }], [{ statusCode: 200, body: { a: 1 } }], [{ statusCode: 200, headers: 'x' }], [{ statusCode: 200, cookies: 'a=b' }],
    [{ statusCode: 200, headers: { 'x-bad': 'line\nbreak' } }], [{ statusCode: 200, headers: { 'bad name': 'x' } }],
  ])('is a 500 when the function returns no valid one: %j', async (result) => {
    const { url } = await start(result);
    const response = await fetch(url);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('is a 500 when the function fails, and the log says why', async () => {
    const { url, lines } = await start(undefined, { routes: [page], invoke: () => Promise.reject(new Error('boom')) });
    const response = await fetch(url);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(lines).toEqual([{ event: 'function failed', fields: { functionName: 'serve-console', requestId: response.headers.get('apigw-requestid'), error: 'Error: boom' } }]);
  });

  it('is a 413 when the event is larger than Lambda takes', async () => {
    const { url } = await start(undefined, { invoke: () => Promise.reject(Object.assign(new Error('too large'), { name: 'RequestTooLargeException' })) });
    expect((await fetch(url)).status).toBe(413);
  });

  it('is a 503 when the function takes longer than the service waits', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    const { gateway } = await start(undefined, { invoke: () => { setImmediate(() => jest.advanceTimersByTime(30_000)); return new Promise(() => undefined); } });
    expect(await raw(gateway, '/')).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' });
  });

  it('to HEAD has the headers and no body, where a route takes HEAD', async () => {
    const { gateway } = await start({ statusCode: 200, body: 'text' });
    expect(await raw(gateway, '/echo', { method: 'HEAD' })).toMatchObject({ status: 200, text: '', headers: { 'content-length': '4' } });
    expect((await raw(gateway, '/', { method: 'HEAD' })).status).toBe(404);
  });
});

describe('what the gateway refuses itself', () => {
  it.each([
    ['/nowhere', 404, 'Not Found'],
    ['/v1/tables/', 404, 'Not Found'],
    ['/v1/tables/a%2Fb', 404, 'Not Found'],
    ['/v1/tables/%', 400, 'Bad Request'],
    ['/v1/tables/%zz', 400, 'Bad Request'],
    ['/v1/tables/%ff', 400, 'Bad Request'],
  ])('%s: %i', async (path, status, message) => {
    const { gateway, invoked } = await start();
    const answered = await raw(gateway, path);
    expect([answered.status, answered.text, answered.headers['content-type']]).toEqual([status, JSON.stringify({ message }), 'application/json']);
    expect(invoked).toEqual([]);
  });

  it.each([
    ['declared', (body: Buffer) => ({ body })],
    ['in chunks', (body: Buffer) => ({ body: new Blob([body]).stream(), duplex: 'half' as const })],
  ])('a body over 10 MB, %s', async (_how, init) => {
    const { url, invoked } = await start();
    const response = await fetch(`${url}/echo`, { method: 'POST', ...init(Buffer.alloc(10 * 1024 * 1024 + 1)) });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(invoked).toEqual([]);
  });

  it('headers over 10240 bytes', async () => {
    const { gateway } = await start();
    expect((await raw(gateway, '/', { headers: { 'x-long': 'x'.repeat(11_000) } })).status).toBe(431);
  });
});

describe('starting, swapping and stopping', () => {
  it('says once that callers are synthetic, only where a route wants one', async () => {
    const guarded = await start();
    expect(guarded.lines).toEqual([{ event: 'tokens are not verified', fields: { instead: 'every request has a synthetic caller', sub: 'local' } }]);
    expect((await start(undefined, { routes: [page] })).lines).toEqual([]);
  });

  it('swaps its routes while it runs', async () => {
    const { gateway, url } = await start();
    gateway.setRoutes([page]);
    expect((await fetch(`${url}/v1/tables/a`)).status).toBe(404);
    expect((await fetch(url)).status).toBe(204);
  });

  it('answers what is under way before it stops, and hangs up on idle connections', async () => {
    let finish = (_result: unknown): void => undefined;
    let reached = (): void => undefined;
    const inHandler = new Promise<void>((resolve) => { reached = resolve; });
    const { gateway, url } = await start(undefined, { routes: [page], invoke: () => { reached(); return new Promise((resolve) => { finish = resolve; }); } });
    const idle = connect(gateway.port, '127.0.0.1');
    await once(idle, 'connect');
    const idleClosed = once(idle, 'close');
    const answered = fetch(url);
    await inHandler;
    const closed = gateway.close();
    finish({ statusCode: 200, body: 'done' });
    expect(await (await answered).text()).toBe('done');
    await Promise.all([closed, idleClosed]);
    open.length = 0;
  });

  it('says when the port is taken', async () => {
    const { gateway } = await start();
    await expect(start(undefined, { port: gateway.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
