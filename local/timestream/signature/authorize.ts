/** Lets in requests that carry the signature of a known access key, or all while no keys are set; the protocol and the control endpoint ask it. */
import type { IncomingMessage } from 'node:http';
import { ServiceError, frameworkNamespaces } from '../errors';
import type { AccessKey } from './access-key';
import { checkSignature, type SignatureRefusal } from './check-signature';
import { sha256 } from './signature';

/** @throws ServiceError with status 403 */
export type Authorize = (request: IncomingMessage, body: Uint8Array) => void;

/** Both APIs are signed for this name. */
export const signedService = 'timestream';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html: a request must arrive within five minutes. */
const maxSkewMs = 5 * 60_000;

/** https://docs.aws.amazon.com/timestream/latest/developerguide/CommonErrors.html */
const codes = {
  'unsigned': 'MissingAuthenticationTokenException',
  'unknown-key': 'UnrecognizedClientException',
  'wrong-signature': 'InvalidSignatureException',
  'wrong-time': 'InvalidSignatureException',
} as const satisfies Record<SignatureRefusal['kind'], string>;

/**
 * @param accessKeys undefined lets everybody in
 * @throws Error when a key lacks a half, as when it comes from an environment that does not have it
 */
export function authorizeBy(accessKeys: readonly AccessKey[] | undefined): Authorize {
  if (accessKeys === undefined) return () => undefined;
  // Anybody can sign with no secret.
  if (accessKeys.some((key) => key.accessKeyId === '' || key.secretAccessKey === '')) throw new Error('An access key needs both an accessKeyId and a secretAccessKey');
  return (request, body) => {
    // By the real clock: a test that moves the server's own must still be able to move it back.
    const refusal = checkSignature(request, { accessKeys, service: signedService, nowMs: Date.now(), maxSkewMs, bodyHash: sha256(body) });
    if (refusal !== undefined) throw new ServiceError(codes[refusal.kind], refusal.message, {}, frameworkNamespaces.protocol);
  };
}
