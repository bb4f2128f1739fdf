/** What a handler of an HTTP route answers with: the response of API Gateway's HTTP API, payload 2.0. */
import { ProblemError } from '../errors';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The largest answer of an invocation, body and all, as JSON; some of the 6 MB is left for the headers.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const maxAnswerBytes = 6_000_000;

/** What one character of a body may become: six bytes, as an escape. */
const maxBytesOfCharacter = 6;

/**
 * A JSON answer; never cached, since every answer depends on the caller and on what was written last.
 *
 * @throws ProblemError `invalid-request` for a body that Lambda would refuse to hand on
 */
export function jsonAnswer(body: unknown, statusCode = 200, contentType = 'application/json'): HttpAnswer {
  const text = JSON.stringify(body);
  if (text.length > maxAnswerBytes / maxBytesOfCharacter && Buffer.byteLength(JSON.stringify(text)) > maxAnswerBytes) {
    throw new ProblemError('invalid-request', { detail: 'The answer is larger than 6 MB: ask for fewer groups, wider bins or a shorter range' });
  }
  return { statusCode, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: text };
}
