/** What a server that wants signed requests makes of one that is not: the S3 error for each reason; server asks before it looks at anything. */
import type { IncomingMessage } from 'node:http';
import { S3Error, type S3ErrorCode } from './s3-error';

/** Why a request is refused; undefined when its signature holds. */
export type CheckSignature = (request: IncomingMessage) => { readonly kind: keyof typeof codes; readonly message: string } | undefined;

const codes = {
  'unsigned': 'AccessDenied',
  'unknown-key': 'InvalidAccessKeyId',
  'wrong-signature': 'SignatureDoesNotMatch',
  'wrong-time': 'RequestTimeTooSkewed',
} as const satisfies Record<string, S3ErrorCode>;

/** A body whose chunks are signed one by one; their signatures are not looked at here. */
const chunkSignatures = /^STREAMING-AWS4-/;

/** @throws S3Error with status 403, or NotImplemented for a body that could be changed on its way unnoticed */
export function requireSignature(check: CheckSignature | undefined, request: IncomingMessage): void {
  const refusal = check?.(request);
  if (refusal !== undefined) throw new S3Error(codes[refusal.kind], refusal.message);
  if (check !== undefined && chunkSignatures.test(String(request.headers['x-amz-content-sha256']))) {
    throw new S3Error('NotImplemented', 'Signatures of chunks (STREAMING-AWS4-HMAC-SHA256-PAYLOAD) are not supported yet by the local S3 with access keys');
  }
}
