/**
 * DescribeEndpoints. Clients that found the server by an environment variable ask it, and disagree on what an address
 * is: the JavaScript SDK puts it into the host name and keeps its port, the others take it for the whole endpoint.
 */
import type { ServerOperation } from '../protocol/request-context';

/** As the service says. */
const cachePeriodMinutes = 1440;

export const describeEndpoints: ServerOperation = async (_members, { userAgent, host }) => ({
  Endpoints: [{ Address: userAgent.includes('aws-sdk-js') ? hostNameOf(host) : `http://${host}`, CachePeriodInMinutes: cachePeriodMinutes }],
});

function hostNameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
