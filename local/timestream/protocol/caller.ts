/** Who calls, as far as the SigV4 header says; signatures are not verified on one's own machine. */
import type { IncomingMessage } from 'node:http';

export interface Caller {
  /** Access key id. */
  readonly principal: string;
  readonly region: string;
}

const credential = /\bCredential=([^/,\s]+)\/[^/]*\/([a-z0-9-]+)\//;

export function callerOf(request: IncomingMessage): Caller {
  const [, principal = 'anonymous', region = 'us-east-1'] = credential.exec(request.headers.authorization ?? '') ?? [];
  return { principal, region };
}
