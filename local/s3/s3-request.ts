/** What a request asks for: bucket, key and parameters of a path-style address; server routes it to an operation. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { S3Error } from './s3-error';

export interface S3Request {
  readonly method: string;
  /** As it came, percent-encoded. */
  readonly path: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const maxKeyBytes = 1024;

/** @throws S3Error when the address is no valid one */
export function readRequest(message: IncomingMessage): S3Request {
  const [path = '/', query = ''] = splitOnce(message.url ?? '/', '?');
  const [bucket = '', key = ''] = splitOnce(path.slice(1), '/').map(decode);
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error('KeyTooLongError', 'Your key is too long');
  return {
    method: message.method ?? 'GET',
    path,
    bucket,
    key,
    query: new Map(query.split('&').filter((pair) => pair !== '').map(readParameter)),
    headers: message.headers,
    body: message,
  };
}

/** The header as one text; Node makes arrays only of set-cookie, which no request has. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function readParameter(pair: string): [string, string] {
  const [name = '', value = ''] = splitOnce(pair.replaceAll('+', ' '), '=').map(decode);
  return [name, value];
}

function splitOnce(text: string, separator: string): [string] | [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** @throws S3Error InvalidURI */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', `Couldn't parse the specified URI: ${text}`);
  }
}
