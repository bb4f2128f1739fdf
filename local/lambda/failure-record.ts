/** The record that Lambda stores at an on-failure destination, and its key; asynchronous-invocation sends both. */
import { randomUUID } from 'node:crypto';
import type { FunctionError } from './lambda-function';

/** Why an event was given up: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export type FailureCondition = 'RetriesExhausted' | 'EventAgeExceeded';

export interface Failure {
  readonly functionName: string;
  readonly functionArn: string;
  readonly requestId: string;
  readonly condition: FailureCondition;
  readonly invokeCount: number;
  /** The event as JSON text. */
  readonly event: string;
  /** Absent when the function was never invoked. */
  readonly error?: FunctionError;
}

/** @param at epoch milliseconds */
export function failureRecord(failure: Failure, at: number): { key: string; body: string } {
  const time = new Date(at).toISOString();
  const day = time.slice(0, 10).replaceAll('-', '/');
  const body = {
    version: '1.0',
    timestamp: time,
    requestContext: {
      requestId: failure.requestId,
      functionArn: `${failure.functionArn}:$LATEST`,
      condition: failure.condition,
      approximateInvokeCount: failure.invokeCount,
    },
    requestPayload: JSON.parse(failure.event) as unknown,
    ...(failure.error === undefined ? {} : {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: failure.error,
    }),
  };
  return {
    key: `aws/lambda/async/${failure.functionName}/${day}/${time.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`,
    body: JSON.stringify(body),
  };
}
