/** A request as the function gets it: API Gateway's payload format 2.0. */
import type { IncomingMessage } from 'node:http';
import type { Route, RouteMatch } from './route';

/** What the gateway knows of a request besides what the client sent. */
export interface RequestFacts {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Decoded. */
  readonly path: string;
  /** As it came. */
  readonly query: string;
  readonly body: Buffer;
}

/** Stands for the account in every ARN and event of the local stack. */
const accountId = '000000000000';
const apiId = 'local';

/** Who calls while no token is verified. Claims arrive as strings, whatever they were in the token. */
export const syntheticClaims: Readonly<Record<string, string>> = { sub: 'local', iss: 'local', aud: 'local' };

/** Headers that concern the connection and not the request, and cookies, which have a member of their own. */
const droppedHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'cookie'];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function eventOf(message: IncomingMessage, match: RouteMatch, facts: RequestFacts): Record<string, unknown> {
  const headers = headersOf(message);
  const domainName = (headers['host'] ?? 'localhost').replace(/:\d+$/, '');
  const cookies = valuesOf(message, 'cookie').flatMap((value) => value.split(';').map((cookie) => cookie.trim()));
  const sourceIp = message.socket.remoteAddress ?? '127.0.0.1';
  const parameters = queryParameters(facts.query);
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: facts.path,
    rawQueryString: facts.query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: { ...headers, ...forwarded(headers, sourceIp, message.socket.localPort, facts) },
    ...(Object.keys(parameters).length > 0 ? { queryStringParameters: parameters } : {}),
    requestContext: {
      accountId,
      apiId,
      ...(match.route.authorizer ? { authorizer: { jwt: callerOf(match.route) } } : {}),
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: message.method,
        path: facts.path,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: match.routeKey,
      stage: '$default',
      time: commonLogTime(facts.receivedAt),
      timeEpoch: facts.receivedAt,
    },
    ...(Object.keys(match.pathParameters).length > 0 ? { pathParameters: match.pathParameters } : {}),
    ...bodyOf(facts.body, headers['content-type'], headers['content-encoding']),
  };
}

/** The synthetic caller may do whatever the route asks for. */
function callerOf({ scopes }: Route): { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null } {
  return scopes === undefined ? { claims: syntheticClaims, scopes: null } : { claims: { ...syntheticClaims, scope: scopes.join(' ') }, scopes };
}

/** Names in lower case, values of the same name joined with commas. */
function headersOf(message: IncomingMessage): Record<string, string> {
  const names = new Set(Object.keys(message.headersDistinct));
  return Object.fromEntries([...names].filter((name) => !droppedHeaders.includes(name)).map((name) => [name, valuesOf(message, name).join(',')]));
}

function valuesOf(message: IncomingMessage, name: string): readonly string[] {
  return message.headersDistinct[name] ?? [];
}

/** What every gateway on the way adds. */
function forwarded(headers: Readonly<Record<string, string>>, sourceIp: string, port: number | undefined, { receivedAt, requestId }: RequestFacts): Record<string, string> {
  const before = headers['x-forwarded-for'];
  const root = `1-${Math.floor(receivedAt / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)}`;
  return {
    'x-forwarded-for': before === undefined ? sourceIp : `${before}, ${sourceIp}`,
    'x-forwarded-port': String(port ?? ''),
    'x-forwarded-proto': 'http',
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? `Root=${root}`,
  };
}

function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

/** What is known to be text travels as text, all else in base64; a form is not known to be text. */
const textTypes = /^(text\/.*|application\/(json|javascript|xml|.+\+json|.+\+xml))$/;

function bodyOf(body: Buffer, contentType: string | undefined, contentEncoding: string | undefined): Record<string, unknown> {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = (contentType ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
  const isText = contentEncoding === undefined && textTypes.test(type);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(epochMs: number): string {
  const [, day, month, year, time] = new Date(epochMs).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
