/**
 * The signature of a request, AWS Signature Version 4: check-signature compares it with the one that came, sign-request sends it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from 'node:crypto';

export const signatureAlgorithm = 'AWS4-HMAC-SHA256';
const scopeEnd = 'aws4_request';

export interface Signable {
  readonly method: string;
  /** As it goes over the wire, with its query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The names to sign, in lower case. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal SHA-256 of the body, or what stands for it in `x-amz-content-sha256`. */
  readonly bodyHash: string;
  /** `20260102T030405Z`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export function signatureOf(request: Signable, secretAccessKey: string): Buffer {
  const scope = credentialScope(request);
  const toSign = [signatureAlgorithm, request.date, scope, sha256(canonicalRequest(request))].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  return hmac(key, toSign);
}

/** Which day, region and service the signature is good for. */
export function credentialScope({ date, region, service }: Pick<Signable, 'date' | 'region' | 'service'>): string {
  return [date.slice(0, 8), region, service, scopeEnd].join('/');
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function canonicalRequest({ method, url, headers, signedHeaders, bodyHash }: Signable): string {
  const [path = '', query = ''] = splitOnce(url, '?');
  const names = signedHeaders.toSorted();
  // Not what every object has: the names come from whoever sent the request.
  const lines = names.map((name) => `${name}:${canonicalValue(Object.hasOwn(headers, name) ? headers[name] : undefined)}\n`);
  // The path as it came: S3's paths are signed as they are sent, and those of Timestream need no escapes.
  return [method, path, canonicalQuery(query), lines.join(''), names.join(';'), bodyHash].join('\n');
}

function canonicalValue(value: string | readonly string[] = ''): string {
  return [value].flat().map((text) => text.trim().replace(/ +/g, ' ')).join(',');
}

function canonicalQuery(query: string): string {
  const pairs = query.split('&').filter((pair) => pair !== '').map((pair) => {
    const [name = '', value = ''] = splitOnce(pair, '=');
    return [encode(decode(name)), encode(decode(value))] as const;
  });
  // By name, then by value: an equals sign would stand behind a hyphen.
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return pairs.sort(([a, x], [b, y]) => order(a, b) || order(x, y)).map((pair) => pair.join('=')).join('&');
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** What is no escape stays as it came: it then fits no signature. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** All but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
