/** The two Timestream clients, one each per process; every call to the service goes through them. */
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { connectionTimeoutMs, maxAttempts, queriesInFlight, queryTimeoutMs, requestsInFlight, writeTimeoutMs } from './limits';

/** For those who hand a client on: only this folder imports the SDK. */
export type { TimestreamQueryClient, TimestreamWriteClient };

let write: TimestreamWriteClient | undefined;
let query: TimestreamQueryClient | undefined;

/**
 * The write client. Region, credentials and endpoint come from the environment alone: an endpoint given in code would switch
 * endpoint discovery off, and the service needs it.
 */
export function writeClient(): TimestreamWriteClient {
  write ??= newWriteClient(requestsInFlight.most);
  return write;
}

/** @param maxSockets see {@link options}; one client with one number is a process's, others are for measuring */
export function newWriteClient(maxSockets: number): TimestreamWriteClient {
  const client = new TimestreamWriteClient(options(writeTimeoutMs, maxSockets));
  keepSigner(client);
  return client;
}

/** The query client; see {@link writeClient}. */
export function queryClient(): TimestreamQueryClient {
  query ??= new TimestreamQueryClient(options(queryTimeoutMs, queriesInFlight));
  return query;
}

/** @param maxSockets connections that are kept open at most, each for one request at a time: HTTP for a server on this machine */
function options(requestTimeout: number, maxSockets: number) {
  const agent = { maxSockets };
  return {
    maxAttempts,
    // Without throwOnRequestTimeout the handler only warns, and the request goes on.
    requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout, throwOnRequestTimeout: true, httpAgent: agent, httpsAgent: agent },
  };
}

/**
 * The client makes a signer for every request, and copies its whole configuration for that: a tenth of what a request costs. A signer
 * asks for credentials each time it signs, and nothing else of it changes, so the first one will do.
 */
function keepSigner({ config }: TimestreamWriteClient): void {
  const { signer } = config;
  config.signer = async (scheme) => {
    const made = await signer(scheme);
    config.signer = () => Promise.resolve(made);
    return made;
  };
}
