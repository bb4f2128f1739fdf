/** Whether a request was signed by somebody who has one of the access keys, a short while ago; authorize and the S3 beside the server ask it. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AccessKey } from './access-key';
import { signatureAlgorithm, signatureOf } from './signature';

export interface SignatureRefusal {
  readonly kind: 'unsigned' | 'unknown-key' | 'wrong-signature' | 'wrong-time';
  /** For whoever sent the request: what to do. */
  readonly message: string;
}

export interface Expected {
  readonly accessKeys: readonly AccessKey[];
  /** The service that the request is signed for. */
  readonly service: string;
  readonly nowMs: number;
  /** How far the clocks of caller and server may be apart. */
  readonly maxSkewMs: number;
  /** Hexadecimal SHA-256 of the body that came, or what may stand for it. */
  readonly bodyHash: string;
}

const credentialPattern = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;
const datePattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** @returns why the request is refused, or undefined when its signature holds */
export function checkSignature(request: IncomingMessage, expected: Expected): SignatureRefusal | undefined {
  const { headers, method = '', url = '/' } = request;
  if (headers.authorization === undefined) return refusal('unsigned', 'The request has no signature, and this server takes only those signed with one of its access keys.');
  const fields = authorizationFields(headers.authorization);
  if (fields === undefined) return refusal('wrong-signature', `The Authorization header is not ${signatureAlgorithm} with Credential, SignedHeaders and Signature.`);
  const { accessKeyId, day, region, service, signedHeaders, signature } = fields;
  const key = expected.accessKeys.find((known) => known.accessKeyId === accessKeyId);
  if (key === undefined) return refusal('unknown-key', `This server does not know the access key ${accessKeyId}; it knows those it was started with.`);
  if (service !== expected.service) return refusal('wrong-signature', `The request is signed for the service ${service}, not ${expected.service}.`);

  const date = String(headers['x-amz-date'] ?? '');
  const timeMs = timeOf(date);
  if (timeMs === undefined || !date.startsWith(day)) return refusal('wrong-time', `The x-amz-date header '${date}' is no time of the day ${day} that the credential names.`);
  if (Math.abs(timeMs - expected.nowMs) > expected.maxSkewMs) {
    const [now, minutes] = [new Date(expected.nowMs).toISOString(), expected.maxSkewMs / 60_000];
    return refusal('wrong-time', `Signature expired or not yet valid: it is of ${date}, and this server's clock says ${now}; they may be ${minutes} minutes apart. Set the clock.`);
  }
  // What is not signed somebody on the way could have changed: another operation under the same signature.
  const unsigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))].find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) return refusal('wrong-signature', `The header ${unsigned} must be among the signed ones.`);

  const computed = signatureOf({ method, url, headers, signedHeaders, bodyHash: expected.bodyHash, date, region, service }, key.secretAccessKey);
  if (timingSafeEqual(computed, signature)) return undefined;
  return refusal('wrong-signature', `The signature does not match the request: the secret of the access key ${accessKeyId} is another one here, or the request was changed on its way.`);
}

interface AuthorizationFields {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: Buffer;
}

function authorizationFields(text: string): AuthorizationFields | undefined {
  const [algorithm, ...rest] = text.split(' ');
  const fields = new Map(rest.join('').split(',').map((field): [string, string] => {
    const at = field.indexOf('=');
    return [field.slice(0, at), field.slice(at + 1)];
  }));
  const [, accessKeyId, day, region, service] = credentialPattern.exec(fields.get('Credential') ?? '') ?? [];
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature') ?? '';
  const isComplete = algorithm === signatureAlgorithm && accessKeyId !== undefined && day !== undefined && region !== undefined
    && service !== undefined && signedHeaders !== undefined && /^[0-9a-f]{64}$/.test(signature);
  return isComplete ? { accessKeyId, day, region, service, signedHeaders: signedHeaders.split(';'), signature: Buffer.from(signature, 'hex') } : undefined;
}

function timeOf(date: string): number | undefined {
  const [, year, month, day, hour, minute, second] = datePattern.exec(date)?.map(Number) ?? [];
  if (year === undefined || month === undefined) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function refusal(kind: SignatureRefusal['kind'], message: string): SignatureRefusal {
  return { kind, message };
}
