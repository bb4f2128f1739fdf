/** A request as handlers see it, made from API Gateway's HTTP API event (payload 2.0); `lambda` hands it over. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ProblemError } from '../errors';

/** The event of an HTTP API route; the authorizer is absent on public routes. */
export type HttpEvent = Omit<APIGatewayProxyEventV2, 'requestContext'> & {
  readonly requestContext: APIGatewayProxyEventV2['requestContext'] & {
    readonly authorizer?: { readonly jwt?: { readonly claims?: Claims } };
  };
};

/** Claims of a verified token; API Gateway hands all of them over as text, arrays as `[a b]`. */
export type Claims = Readonly<Record<string, string | number | boolean | string[]>>;

export interface HttpRequest {
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  /** Decoded; a parameter given several times has several values, in order. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Names in lower case; several of one name are joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly claims: Claims;
  /** As it was sent; empty without one. */
  readonly body: Buffer;
}

/**
 * Decodes an event.
 *
 * @throws ProblemError `unauthorized` without verified claims (unless the route is public: the authorizer stands before the
 * function, and if it is ever taken away, nothing answers), `invalid-request` when the query string cannot be decoded
 */
export function requestFromEvent(event: HttpEvent, access: { readonly public: boolean }): HttpRequest {
  const claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  if (!access.public && Object.keys(claims).length === 0) throw new ProblemError('unauthorized');
  return {
    pathParameters: event.pathParameters ?? {},
    query: queryFromText(event.rawQueryString),
    headers: event.headers,
    claims,
    // What API Gateway does not know to be text travels in base64.
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/**
 * The raw query string is decoded here because `queryStringParameters` of payload 2.0 joins repeated parameters with commas,
 * which cannot be undone. A malformed escape is refused: URLSearchParams would replace it and so look for another value.
 */
function queryFromText(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  const malformed: string[] = [];
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const equals = pair.indexOf('=');
    const rawName = equals < 0 ? pair : pair.slice(0, equals);
    const name = decoded(rawName);
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    if (name === undefined || value === undefined) malformed.push(name ?? rawName);
    else query.set(name, [...(query.get(name) ?? []), value]);
  }
  if (malformed.length > 0) {
    throw new ProblemError('invalid-request', {
      errors: malformed.map((parameter) => ({ parameter, message: 'a % must be followed by the two hex digits of a UTF-8 byte' })),
    });
  }
  return query;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
