/** What a handler of an HTTP route answers with: the response of API Gateway's HTTP API, payload 2.0. */

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON answer; never cached, since every answer depends on the caller and on what was written last. */
export function jsonAnswer(body: unknown, statusCode = 200, contentType = 'application/json'): HttpAnswer {
  return {
    statusCode,
    headers: { 'content-type': contentType, 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
