/** The context that Lambda hands to a handler. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

export interface ContextChanges {
  readonly requestId?: string;
  readonly remainingMs?: number;
}

export function lambdaContext({ requestId = randomUUID(), remainingMs = 10_000 }: ContextChanges = {}): Context {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'tidegauge-test-function',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:tidegauge-test-function',
    memoryLimitInMB: '256',
    awsRequestId: requestId,
    logGroupName: '/aws/lambda/tidegauge-test-function',
    logStreamName: '2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef',
    getRemainingTimeInMillis: () => remainingMs,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
