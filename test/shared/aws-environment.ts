/** The environment in which deployed code finds its services, as Lambda or the local stack would set it; set before a client is made. */

export function setAwsEnvironment(endpoints: { readonly write?: string; readonly query?: string; readonly s3?: string }): void {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...(endpoints.write === undefined ? {} : { AWS_ENDPOINT_URL_TIMESTREAM_WRITE: endpoints.write }),
    ...(endpoints.query === undefined ? {} : { AWS_ENDPOINT_URL_TIMESTREAM_QUERY: endpoints.query }),
    ...(endpoints.s3 === undefined ? {} : { AWS_ENDPOINT_URL_S3: endpoints.s3 }),
  });
}
