/** The border of what this server does: parameters and headers that ask for more are refused by name. */
import type { S3Request } from './s3-request';
import { S3Error } from './s3-error';

/** Sent by clients with every request; who the caller is makes no difference here. */
const headersOfEveryRequest = /^(x-amz-content-sha256|x-amz-date|x-amz-security-token|x-amz-user-agent|x-amz-expected-bucket-owner|x-amz-request-payer)$/;

/** `x-id` names the operation for logs only; the rest is the signature of a presigned address. */
const parametersOfEveryRequest = /^(x-id|X-Amz-.*)$/;

export interface Supported {
  readonly parameters?: readonly string[];
  /** Besides headers that do not start with x-amz-; an entry that ends with `-` is a prefix. */
  readonly headers?: readonly string[];
}

/** Plain HTTP headers that would change the answer. */
const conditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/** @throws S3Error NotImplemented naming the first parameter or header that the operation does not know */
export function refuseUnsupported(request: S3Request, supported: Supported): void {
  for (const parameter of request.query.keys()) {
    if (!parametersOfEveryRequest.test(parameter) && !supported.parameters?.includes(parameter)) {
      throw notImplemented(`The parameter ${parameter}`);
    }
  }
  for (const name of Object.keys(request.headers)) {
    const isQuestionable = (name.startsWith('x-amz-') && !headersOfEveryRequest.test(name)) || conditions.includes(name);
    if (isQuestionable && !supported.headers?.some((known) => (known.endsWith('-') ? name.startsWith(known) : name === known))) {
      throw notImplemented(`The header ${name}`);
    }
  }
}

export function notImplemented(what: string): S3Error {
  return new S3Error('NotImplemented', `${what} is not supported yet by the local S3`);
}
