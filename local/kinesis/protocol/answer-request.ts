/** One HTTP request to one answer: target to operation, JSON to input, result or error to JSON; listen-both calls it. */
import { randomUUID } from 'node:crypto';
import { KinesisError } from '../kinesis-error';
import { bytesPerPut } from '../limits';
import { Input } from '../operations/input';
import type { OperationContext } from '../operations/operation';
import { findOperation } from '../operations';
import { readBody, type Request, respond, type Response } from './exchange';

const contentType = 'application/x-amz-json-1.1';
const cborContentType = 'application/x-amz-cbor-1.1';
const targetPrefix = 'Kinesis_20131202.';

/** The largest PutRecords in base64 with the members around each record, and one that is somewhat too large, to be told so. */
const mostBodyBytes = 2 * bytesPerPut;

export async function answerRequest(context: OperationContext, request: Request, response: Response): Promise<void> {
  const bytes = await readBody(request, mostBodyBytes);
  // Nobody hears an answer, and it is no failure of the server.
  if (bytes === 'gone') return;
  const requestId = randomUUID();
  let status = 200;
  let body: string;
  try {
    body = await answer(context, request, bytes);
  } catch (cause) {
    const error = knownError(cause, requestId, context.warn);
    status = error.status;
    body = JSON.stringify({ __type: error.code, message: error.message });
  }
  respond(response, status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body), 'x-amzn-requestid': requestId }, body);
}

async function answer(context: OperationContext, request: Request, bytes: Buffer | 'too-large'): Promise<string> {
  const operation = findOperation(operationName(request));
  if (bytes === 'too-large') throw new KinesisError('InvalidArgumentException', `The request body has more than ${mostBodyBytes} bytes.`);
  const result = await operation(readInput(bytes), context);
  // An operation without a result answers with an empty body, as the service does.
  return result === undefined ? '' : JSON.stringify(result);
}

function operationName({ method, url, headers }: Request): string {
  if (method !== 'POST' || url !== '/') throw new KinesisError('UnknownOperationException', `${method} ${url}: requests are POST /`);
  // Pages in a browser send it with every POST, also those whose own name was made to mean this machine; SDKs do not.
  if (headers.origin !== undefined) throw new KinesisError('AccessDeniedException', `Requests from web pages are refused, such as from ${headers.origin}.`);
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === cborContentType) {
    throw new KinesisError('SerializationException', 'CBOR is not supported by the local stream: make the client speak JSON (Java: the system property aws.cborEnabled=false, or CBOR_ENABLED=false in the environment).');
  }
  if (type !== contentType) throw new KinesisError('SerializationException', `The content type is ${type ?? 'missing'}, not ${contentType}`);
  const target = headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(targetPrefix)) throw new KinesisError('UnknownOperationException', `The header X-Amz-Target is ${String(target ?? 'missing')}, not ${targetPrefix}<operation>`);
  return target.slice(targetPrefix.length);
}

function readInput(bytes: Buffer): Input {
  if (bytes.length === 0) return new Input({});
  let members: unknown;
  try {
    members = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new KinesisError('SerializationException', 'The request body is not JSON');
  }
  return Input.of(members);
}

function knownError(cause: unknown, requestId: string, warn: (line: string) => void): KinesisError {
  if (cause instanceof KinesisError) return cause;
  warn(`request ${requestId} failed: ${cause instanceof Error ? cause.stack : String(cause)}`);
  return new KinesisError('InternalFailureException', `The server failed, see its output for request ${requestId}.`);
}
