/** The Invoke operation in its three ways: server calls it with the function it has found. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { EventQueue } from './event-queue';
import { LambdaError, type LambdaFunction } from './lambda-function';
import { asynchronousPayloadBytes, logTailBytes, refuseLarge } from './limits';
import type { LambdaRunner } from './start-lambda';

export interface InvokeTargets {
  readonly runner: LambdaRunner;
  readonly queue: EventQueue;
}

/** Over HTTP; server sends it. */
export interface LambdaAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the headers of a request may ask for beside the way: whatever else begins so is refused by name. */
const known = ['x-amz-invocation-type', 'x-amz-log-type', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token', 'x-amz-user-agent'];

/** @throws LambdaError what the operation answers with */
export async function invoke({ runner, queue }: InvokeTargets, definition: LambdaFunction, headers: IncomingHttpHeaders, body: Buffer): Promise<LambdaAnswer> {
  const unknown = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !known.includes(name));
  if (unknown !== undefined) throw new LambdaError('NotImplementedException', `The header ${unknown} is not supported yet by the local Lambda`);
  // Without a payload the function gets an empty object.
  const event = body.length === 0 ? '{}' : body.toString();
  const parsed = parseEvent(event);
  const way = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  switch (way) {
    case 'DryRun':
      return { status: 204 };
    case 'Event':
      refuseLarge(event, asynchronousPayloadBytes);
      await queue.accept(definition.arn, parsed);
      return { status: 202 };
    case 'RequestResponse':
      return invokeAndWait(runner, definition, event, headers['x-amz-log-type'] === 'Tail');
    default:
      throw new LambdaError('InvalidParameterValueException', `X-Amz-Invocation-Type: ${String(way)} is none of RequestResponse, Event and DryRun`);
  }
}

async function invokeAndWait(runner: LambdaRunner, { arn, memoryMb }: LambdaFunction, event: string, wantsLog: boolean): Promise<LambdaAnswer> {
  const requestId = randomUUID();
  const lines: string[] = [];
  const startedAt = performance.now();
  const answer = await runner.run(arn, requestId, event, wantsLog ? (line) => { lines.push(line); } : undefined);
  const durationMs = performance.now() - startedAt;
  const log = [
    `START RequestId: ${requestId} Version: $LATEST`,
    ...lines,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${memoryMb} MB`,
    '',
  ].join('\n');
  return {
    status: 200,
    headers: {
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': '$LATEST',
      ...('functionError' in answer ? { 'x-amz-function-error': 'Unhandled' } : {}),
      ...(wantsLog ? { 'x-amz-log-result': Buffer.from(log).subarray(-logTailBytes).toString('base64') } : {}),
    },
    body: 'functionError' in answer ? JSON.stringify(answer.functionError) : answer.payload,
  };
}

/** @throws LambdaError InvalidRequestContentException */
function parseEvent(event: string): unknown {
  try {
    return JSON.parse(event);
  } catch (error) {
    throw new LambdaError('InvalidRequestContentException', `Could not parse request body into json: ${error instanceof Error ? error.message : String(error)}`);
  }
}
