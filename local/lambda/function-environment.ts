/** The environment variables of an instance: the template's, the local settings and Lambda's own, and nothing of this process. */
import type { LambdaFunction } from './lambda-function';

/**
 * @param local what stands in for AWS locally: region, dummy credentials, endpoints
 * @param folder the unpacked bundle
 * @param logStream names the instance
 */
export function functionEnvironment(
  definition: LambdaFunction,
  local: Readonly<Record<string, string>>,
  folder: string,
  logStream: string,
): Record<string, string> {
  return {
    ...definition.environment,
    ...local,
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, the reserved variables
    _HANDLER: definition.handler,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: folder,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // The SDK looks for a profile in the home folder; a function has none, so the developer's own must not be found.
    HOME: folder,
  };
}
