/** How the stack's own AWS clients reach the local servers, and what the functions see in place of AWS; stack uses both. */

const region = 'us-east-1';
const accessKeyId = 'local';
const secretAccessKey = 'local';

/**
 * Deployed functions run on Node 22; that the clients will one day need it is no news to who runs the stack on Node 20.
 * The versions are pinned.
 */
export const quietClients = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** Client configuration: an endpoint given here is not discovered. */
export function localClient(endpoint: string) {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

/** The environment variables that lead the functions' clients here; nothing else differs from a deployed stage. */
export function localEnvironment(endpoints: { readonly timestream: string; readonly kinesis: string; readonly s3: string }): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL_TIMESTREAM_WRITE: endpoints.timestream,
    AWS_ENDPOINT_URL_TIMESTREAM_QUERY: endpoints.timestream,
    AWS_ENDPOINT_URL_KINESIS: endpoints.kinesis,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    ...quietClients,
  };
}
