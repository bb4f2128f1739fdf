/** A function as ListFunctions and GetFunction tell of it: what is known here, under the names of the API; server answers with it. */
import type { LambdaFunction } from './lambda-function';

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function functionConfiguration({ name, arn, handler, timeoutMs, memoryMb, environment }: LambdaFunction): object {
  return {
    FunctionName: name,
    FunctionArn: arn,
    Handler: handler,
    Timeout: timeoutMs / 1000,
    MemorySize: memoryMb,
    Version: '$LATEST',
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: { Variables: environment },
  };
}
