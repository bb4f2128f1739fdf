/** One HTTP request to one HTTP answer: target to operation, body to input, result or error to wire text; mounted by server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { injectFault } from '../control/inject-fault';
import { ServiceError, frameworkNamespaces } from '../errors';
import { findOperation } from '../operations';
import { WireText } from '../operation';
import type { Authorize } from '../signature/authorize';
import { HttpRequestContext, type ServerParts } from './http-request-context';
import { readBody } from './read-body';
import { newRequestId } from './request-id';
import { parseWireJson, printWireJson } from './wire-json';

const contentType = 'application/x-amz-json-1.0';
/** Write and Query share it. */
const targetPrefix = 'Timestream_20181101.';

export interface Serving extends ServerParts {
  readonly authorize: Authorize;
  readonly warn: (line: string) => void;
  /** Fires when the server stops. */
  readonly closing: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

export async function answerRequest(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = newRequestId();
  const answered = await answer(serving, request, response).catch((cause: unknown) => {
    // A client that went away in the middle of its request is no failure of the server.
    if (request.destroyed && !request.complete) return undefined;
    return failure(cause, requestId, serving);
  });
  // It may also have gone away while it was answered.
  if (answered === undefined || response.destroyed) return;
  const { status, body } = answered;
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body), 'x-amzn-requestid': requestId });
  response.end(body);
}

/** @returns undefined when the client shall get no answer */
async function answer(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
  const bytes = await readBody(request);
  serving.authorize(request, bytes);
  const name = operationName(request);
  const operation = findOperation(name);
  serving.control.rateLimits?.take(name);
  const injected = await injectFault(serving.control, name, request, serving.closing);
  if (injected === 'closed') return undefined;
  const context = new HttpRequestContext(serving, request, response);
  const result = await (operation.scan?.(bytes, context) ?? operation(readInput(bytes), context));
  if (injected === 'close-after') {
    request.socket.destroy();
    return undefined;
  }
  return { status: 200, body: result instanceof WireText ? result.text : printWireJson(result) };
}

function operationName(request: IncomingMessage): string {
  if (request.method !== 'POST' || request.url !== '/') throw refused('UnknownOperationException', `${request.method} ${request.url}: requests are POST /`);
  // Pages in a browser send it with every POST, also those whose own name was made to mean this machine; SDKs do not.
  if (request.headers.origin !== undefined) throw new ServiceError('AccessDeniedException', `Requests from web pages are refused, such as from ${request.headers.origin}.`);
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== contentType) throw refused('UnknownOperationException', `The content type is ${type ?? 'missing'}, not ${contentType}`);
  // No operation has the trait that lets SDKs compress requests.
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw refused('SerializationException', `The content encoding ${encoding} is not supported: requests are plain JSON.`);
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(targetPrefix)) throw refused('UnknownOperationException', `The header X-Amz-Target is ${target ?? 'missing'}, not ${targetPrefix}<operation>`);
  return target.slice(targetPrefix.length);
}

function refused(code: 'UnknownOperationException' | 'SerializationException', message: string): ServiceError {
  return new ServiceError(code, message, {}, frameworkNamespaces.protocol);
}

function readInput(bytes: Buffer): Readonly<Record<string, unknown>> {
  const input = bytes.length === 0 ? {} : parseWireJson(bytes);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw refused('SerializationException', 'The request body is not a JSON object');
  // An object from JSON has string keys.
  return input as Record<string, unknown>;
}

function failure(cause: unknown, requestId: string, { warn }: Serving): Answer {
  if (cause instanceof ServiceError) return errorAnswer(cause);
  warn(`request ${requestId} failed: ${cause instanceof Error ? cause.stack : cause}`);
  return errorAnswer(new ServiceError('InternalServerException', `The server failed, see its output for request ${requestId}.`));
}

function errorAnswer({ status, namespace, code, message, members }: ServiceError): Answer {
  return { status, body: printWireJson({ __type: `${namespace}#${code}`, message, ...members }) };
}
