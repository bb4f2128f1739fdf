/** Lambda's Invoke API over HTTP, for the AWS CLI and SDKs and for `npm run dead-letters`; start-lambda runs the functions. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventQueue } from './event-queue';
import { functionConfiguration } from './function-configuration';
import { invoke, type LambdaAnswer } from './invoke';
import { type LambdaErrorCode, LambdaError } from './lambda-function';
import { readPayload } from './read-payload';
import type { LambdaRunner } from './start-lambda';

export interface LambdaServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  readonly runner: LambdaRunner;
  /** Takes asynchronous events. */
  readonly queue: EventQueue;
  /** Hears what failed inside, a line each: clients are told only that something did. */
  readonly warn: (line: string) => void;
}

export interface LambdaServer {
  readonly port: number;
  /** Ends the connections once their requests are answered. */
  close(): Promise<void>;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, the errors */
const statusByCode: Readonly<Record<LambdaErrorCode, number>> = {
  AccessDeniedException: 403,
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  NotImplementedException: 501,
  RequestTooLargeException: 413,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
};

/** @throws Node's error when the port is taken */
export async function startLambdaServer(options: LambdaServerOptions): Promise<LambdaServer> {
  const server = createServer((request, response) => { void respond(request, response, options); });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    // A server that listens on a port has an address with one.
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, options: LambdaServerOptions): Promise<void> {
  try {
    const { status, headers, body = '' } = await answer(request, options).catch((error: unknown) => errorAnswer(error, options));
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  } catch {
    // The client went away: there is nobody to answer.
    response.destroy();
  }
}

/** The paths of https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html that are answered here. */
const pathPattern = /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/(invocations|configuration))?)?\/?$/;

async function answer(request: IncomingMessage, { runner, queue }: LambdaServerOptions): Promise<LambdaAnswer> {
  const { origin } = request.headers;
  // Browsers send it with what could change something, SDKs do not.
  if (origin !== undefined) throw new LambdaError('AccessDeniedException', `Requests from web pages are refused, such as from ${origin}`);
  const url = new URL(request.url ?? '/', 'http://lambda');
  const [path, encodedName, part] = pathPattern.exec(url.pathname) ?? [];
  const operation = `${request.method} ${part ?? (encodedName === undefined ? 'list' : 'function')}`;
  if (path === undefined) throw notSupported(`${request.method} ${url.pathname}`);
  const find = () => findFunction(runner, decodeURIComponent(encodedName ?? ''), url.searchParams.get('Qualifier'));
  switch (operation) {
    case 'GET list':
      return json({ Functions: runner.functions().map(functionConfiguration) });
    case 'GET function':
      return json({ Configuration: functionConfiguration(find()), Concurrency: { ReservedConcurrentExecutions: find().reservedConcurrency } });
    case 'GET configuration':
      return json(functionConfiguration(find()));
    case 'POST invocations': {
      const definition = find();
      return invoke({ runner, queue }, definition, request.headers, await readPayload(request));
    }
    default:
      throw notSupported(`${request.method} ${url.pathname}`);
  }
}

/** A name or ARN, whole or in part, with or without `:$LATEST`: nothing else is published here. */
function findFunction(runner: LambdaRunner, named: string, qualifier: string | null) {
  const [, name = '', version = qualifier ?? '$LATEST'] = /^(?:.*:function:)?([^:]+)(?::([^:]+))?$/.exec(named) ?? [];
  const definition = runner.find(name);
  if (version !== '$LATEST') throw new LambdaError('ResourceNotFoundException', `Function not found: ${definition.arn}:${version}`);
  return definition;
}

function json(body: object): LambdaAnswer {
  return { status: 200, body: JSON.stringify(body) };
}

function notSupported(what: string): LambdaError {
  return new LambdaError('NotImplementedException', `${what} is not supported yet by the local Lambda`);
}

function errorAnswer(error: unknown, { warn }: LambdaServerOptions): LambdaAnswer {
  const known = error instanceof LambdaError ? error : internalError(error, warn);
  const status = statusByCode[known.code];
  const body = { Type: status < 500 ? 'User' : 'Service', Message: known.message, message: known.message };
  return { status, headers: { 'x-amzn-errortype': known.code }, body: JSON.stringify(body) };
}

function internalError(error: unknown, warn: (line: string) => void): LambdaError {
  warn(`a request failed: ${error instanceof Error ? error.stack : String(error)}`);
  return new LambdaError('ServiceException', 'The service failed; its output says why');
}
