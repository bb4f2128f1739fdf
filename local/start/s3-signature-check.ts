/** Whether requests to the local S3 carry the signature of an access key; start-standalone hands it to the S3, which knows nothing of keys. */
import type { CheckSignature } from '../s3/check-signature';
import type { AccessKey } from '../timestream/signature/access-key';
import { checkSignature } from '../timestream/signature/check-signature';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
const maxSkewMs = 15 * 60_000;

/** The hash that was signed is the caller's word for its body; the S3 compares the two. */
export function s3SignatureCheck(accessKeys: readonly AccessKey[]): CheckSignature {
  return (request) => checkSignature(request, {
    accessKeys, service: 's3', nowMs: Date.now(), maxSkewMs, bodyHash: String(request.headers['x-amz-content-sha256'] ?? ''),
  });
}
