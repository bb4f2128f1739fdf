/** The checksums that clients send with what they upload, by the name of their header; upload-digests and complete-multipart-upload compute them. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from './crc';
import { notImplemented } from './refuse-unsupported';

export interface Digest {
  update(chunk: Uint8Array): void;
  finish(): Buffer;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export const checksumPrefix = 'x-amz-checksum-';

const digests: Readonly<Record<string, () => Digest>> = {
  [`${checksumPrefix}crc32`]: crc32Digest,
  [`${checksumPrefix}crc32c`]: () => new Crc32c(),
  [`${checksumPrefix}crc64nvme`]: () => new Crc64Nvme(),
  [`${checksumPrefix}sha1`]: () => hashDigest('sha1'),
  [`${checksumPrefix}sha256`]: () => hashDigest('sha256'),
};

/** @throws S3Error NotImplemented for a name that is not known here */
export function checksumDigest(name: string): Digest {
  const digest = digests[name];
  if (digest === undefined) throw notImplemented(`The checksum ${name}`);
  return digest();
}

export function hashDigest(algorithm: string): Digest {
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), finish: () => hash.digest() };
}

function crc32Digest(): Digest {
  let value = 0;
  return {
    update: (chunk) => { value = crc32(chunk, value); },
    finish: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}
