/** The environment that a function has on one machine; functions read it when they are loaded, so load them after this. */

/** Sets the environment of this test file's process. */
export function setFunctionEnvironment({ endpoint, database = 'IoTMetrics' }: { readonly endpoint: string; readonly database?: string }): void {
  Object.assign(process.env, {
    STAGE: 'test',
    TIMESTREAM_DATABASE: database,
    DEAD_LETTER_BUCKET: 'dead-letters',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_TIMESTREAM_WRITE: endpoint,
    AWS_ENDPOINT_URL_TIMESTREAM_QUERY: endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_SERVICE_NAME: 'tidegauge',
  });
}
