/** The front of the local HTTP API: takes a request, finds its route, invokes the function and writes what it returned. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventOf } from './event';
import { readBody } from './read-body';
import { gatewayMessage, responseOf, type HttpResponse } from './response';
import { matchRoute, type Route } from './route';

export interface GatewayOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  readonly routes: readonly Route[];
  /** Resolves with what the function returned, rejects when it failed; with the name RequestTooLargeException, when Lambda takes no such event. */
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface Gateway {
  readonly port: number;
  /** Swaps all routes; requests that are under way end with the route they met. */
  setRoutes(routes: readonly Route[]): void;
  /** Ends the connections once their requests are answered. */
  close(): Promise<void>;
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const maxHeaderBytes = 10_240;
const integrationTimeoutMs = 30_000;

/** How long close() lets requests that are under way run on. */
const closeGraceMs = 2000;

/** @throws when the port is taken (EADDRINUSE) */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  let { routes } = options;
  let closing = false;
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (message, response) => {
    const requestId = randomUUID();
    answer(message, requestId, routes, options).then(
      (answered) => send(response, requestId, answered, closing),
      // Only reading the request fails here: the client went away.
      () => response.destroy(),
    );
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  if (routes.some((route) => route.authorizer)) options.log('tokens are not verified', { instead: 'every request has a synthetic caller', sub: 'local' });
  return {
    // A server that listens on a port has an address with one.
    port: (server.address() as AddressInfo).port,
    setRoutes: (next) => {
      routes = next;
    },
    close: async () => {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      const grace = setTimeout(() => server.closeAllConnections(), closeGraceMs);
      await closed;
      clearTimeout(grace);
    },
  };
}

async function answer(message: IncomingMessage, requestId: string, routes: readonly Route[], { invoke, now, log }: GatewayOptions): Promise<HttpResponse> {
  const receivedAt = now();
  const [rawPath = '/', ...rest] = (message.url ?? '/').split('?');
  const path = decodePath(rawPath);
  if (path === undefined) return gatewayMessage(400, 'Bad Request');
  const match = matchRoute(routes, message.method ?? 'GET', path);
  if (match === undefined) return gatewayMessage(404, 'Not Found');
  const body = await readBody(message);
  if (body === undefined) return gatewayMessage(413, 'Request Entity Too Large');
  const { functionName } = match.route;
  try {
    const event = eventOf(message, match, { requestId, receivedAt, path, query: rest.join('?'), body });
    const result = await withinTimeout(invoke(functionName, event));
    if (result === timedOut) {
      log('function took too long', { functionName, requestId, integrationTimeoutMs });
      return gatewayMessage(503, 'Service Unavailable');
    }
    const response = responseOf(result);
    if (response !== undefined) return response;
    log('function returned no valid response', { functionName, requestId });
  } catch (error) {
    // What an HTTP API answers here is not documented; a REST API answers 413.
    if (error instanceof Error && error.name === 'RequestTooLargeException') return gatewayMessage(413, 'Request Entity Too Large');
    log('function failed', { functionName, requestId, error: String(error) });
  }
  return gatewayMessage(500, 'Internal Server Error');
}

/** Undefined when an escape is not two hex digits, or not UTF-8. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const timedOut = Symbol('timed out');

async function withinTimeout(invoked: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, integrationTimeoutMs, timedOut);
  });
  try {
    return await Promise.race([invoked, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, requestId: string, answered: HttpResponse, isLast: boolean): void {
  const { status, headers, cookies, body } = writable(response, answered);
  response.writeHead(status, {
    ...headers,
    ...(cookies.length > 0 ? { 'set-cookie': [...cookies] } : {}),
    ...(isLast ? { connection: 'close' } : {}),
    'content-length': body.length,
    'apigw-requestid': requestId,
  });
  response.end(body);
}

/** A header that HTTP cannot carry is the function's failure, not the connection's. */
function writable(response: ServerResponse, answered: HttpResponse): HttpResponse {
  try {
    for (const [name, value] of Object.entries(answered.headers)) response.setHeader(name, value);
    response.setHeader('set-cookie', answered.cookies);
    return answered;
  } catch {
    return gatewayMessage(500, 'Internal Server Error');
  } finally {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
  }
}
