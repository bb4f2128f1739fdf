/** Signs a request to a server that wants it, for the commands that talk to one without an SDK; check-signature is the other side. */
import type { AccessKey } from './access-key';
import { credentialScope, sha256, signatureAlgorithm, signatureOf } from './signature';

export interface RequestToSign {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly service: string;
}

const region = 'us-east-1';

/** @returns the headers to send */
export function signRequest({ method, url, headers, body, service }: RequestToSign, { accessKeyId, secretAccessKey }: AccessKey, nowMs: number): Record<string, string> {
  const date = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const signed = { ...headers, 'host': url.host, 'x-amz-date': date };
  const signedHeaders = Object.keys(signed).toSorted();
  const signable = { method, url: url.pathname + url.search, headers: signed, signedHeaders, bodyHash: sha256(body), date, region, service };
  const fields = [
    `Credential=${accessKeyId}/${credentialScope(signable)}`,
    `SignedHeaders=${signedHeaders.join(';')}`,
    `Signature=${signatureOf(signable, secretAccessKey).toString('hex')}`,
  ];
  return { ...signed, authorization: `${signatureAlgorithm} ${fields.join(', ')}` };
}
