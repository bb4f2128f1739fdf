/** What the runner needs to know of a function, and what an invocation gives back; local/start fills it from the template. */

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** `functions/ingest-iot.handler`: the module inside the zip and its export. */
  readonly handler: string;
  /** The zip as an absolute path. */
  readonly zip: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How many invocations may run at once; without it, as many as come. */
  readonly reservedConcurrency?: number;
  readonly asynchronous: AsynchronousSettings;
}

export interface AsynchronousSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
  /** The ARN that receives the record of an event that failed for good. */
  readonly onFailure?: string;
}

/** The error document of a failed function: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type InvocationResult = { readonly payload: unknown } | { readonly functionError: FunctionError };

export type LambdaErrorCode =
  | 'AccessDeniedException'
  | 'InvalidParameterValueException'
  | 'InvalidRequestContentException'
  | 'NotImplementedException'
  | 'ResourceNotFoundException'
  | 'TooManyRequestsException'
  | 'RequestTooLargeException'
  | 'ServiceException';

/** An invocation that never reached the function's code. */
export class LambdaError extends Error {
  constructor(
    readonly code: LambdaErrorCode,
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}
