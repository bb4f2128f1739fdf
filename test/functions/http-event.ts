/** Events of HTTP API routes: the files of events/, with another query string, path or caller. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claims, HttpEvent } from '../../shared/http/http-request';

export interface EventChanges {
  /** As in a URL, encoded. */
  readonly query?: string;
  readonly table?: string;
  readonly claims?: Claims | undefined;
}

/**
 * @param name a file of events/, such as `get-series`
 * @param changes `claims: undefined` is a request that met no authorizer
 */
export function httpEvent(name: string, changes: EventChanges = {}): HttpEvent {
  // The file is an event of API Gateway: events/README.md says where it comes from.
  const event = JSON.parse(readFileSync(join(__dirname, `../../events/${name}.json`), 'utf8')) as HttpEvent;
  const authorizer = changes.claims === undefined ? undefined : { jwt: { claims: changes.claims } };
  const changed = {
    ...event,
    rawQueryString: changes.query ?? event.rawQueryString,
    ...(changes.table === undefined ? {} : { pathParameters: { table: changes.table } }),
    requestContext: { ...event.requestContext, ...('claims' in changes ? { authorizer } : {}) },
  };
  // Through JSON, as from API Gateway: what is undefined is not there.
  return JSON.parse(JSON.stringify(changed)) as HttpEvent;
}
