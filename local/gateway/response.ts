/** What a function returned, as an HTTP response: payload format 2.0 in the other direction. */

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

const jsonHeaders = { 'content-type': 'application/json' };

/** The gateway's own answers, not the function's. */
export function gatewayMessage(status: number, message: string): HttpResponse {
  return { status, headers: jsonHeaders, cookies: [], body: Buffer.from(JSON.stringify({ message })) };
}

/** They belong to the connection, which is the gateway's. */
const droppedHeaders = ['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'];

/**
 * An object with a statusCode is a response; any other value is the JSON body of a 200.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 * @returns undefined when it looks like a response and is none: the gateway answers 500
 */
export function responseOf(result: unknown): HttpResponse | undefined {
  if (!isObject(result) || !('statusCode' in result)) {
    return { status: 200, headers: jsonHeaders, cookies: [], body: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result ?? null)) };
  }
  const status = Number(result['statusCode']);
  const { body = '', headers = {}, cookies = [], isBase64Encoded = false } = result;
  if (!Number.isInteger(status) || status < 200 || status > 599 || typeof body !== 'string') return undefined;
  if (!isObject(headers) || !Array.isArray(cookies) || typeof isBase64Encoded !== 'boolean') return undefined;
  const given = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !droppedHeaders.includes(name));
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(given) },
    cookies: cookies.map(String),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
