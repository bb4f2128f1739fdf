/** Digests of an upload while it streams to disk, and whether they are the ones the client promised. */
import { type Digest, checksumDigest, checksumPrefix, hashDigest } from './checksums';
import { header, type S3Request } from './s3-request';
import { S3Error } from './s3-error';

export class UploadDigests {
  readonly #md5 = hashDigest('md5');
  readonly #sha256 = hashDigest('sha256');
  readonly #checksums: ReadonlyMap<string, Digest>;

  /** @throws S3Error NotImplemented for a checksum algorithm that is not known here */
  constructor(private readonly request: S3Request) {
    const promised = Object.keys(request.headers).filter((name) => name.startsWith(checksumPrefix) && name !== `${checksumPrefix}type`);
    const trailer = header(request, 'x-amz-trailer')?.toLowerCase();
    this.#checksums = new Map([...promised, ...(trailer === undefined ? [] : [trailer])].map((name) => [name, checksumDigest(name)]));
  }

  update(chunk: Uint8Array): void {
    for (const digest of [this.#md5, this.#sha256, ...this.#checksums.values()]) digest.update(chunk);
  }

  /**
   * @param trailers what came after the body
   * @returns the ETag, and the headers of the checksums that hold
   * @throws S3Error when the body is not the one that was sent
   */
  verify(trailers: ReadonlyMap<string, string>): { readonly etag: string; readonly checksums: Readonly<Record<string, string>> } {
    const md5 = this.#md5.finish();
    const contentMd5 = header(this.request, 'content-md5');
    if (contentMd5 !== undefined && Buffer.from(contentMd5, 'base64').length !== md5.length) {
      throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid');
    }
    if (contentMd5 !== undefined && contentMd5 !== md5.toString('base64')) throw badDigest('Content-MD5');

    const sha256 = header(this.request, 'x-amz-content-sha256');
    if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) && sha256 !== this.#sha256.finish().toString('hex')) {
      throw new S3Error('XAmzContentSHA256Mismatch', 'The provided x-amz-content-sha256 header does not match what was computed');
    }
    const checksums: Record<string, string> = {};
    for (const [name, digest] of this.#checksums) {
      const computed = digest.finish().toString('base64');
      if ((trailers.get(name) ?? header(this.request, name)) !== computed) throw badDigest(name);
      checksums[name] = computed;
    }
    return { etag: `"${md5.toString('hex')}"`, checksums };
  }
}

function badDigest(name: string): S3Error {
  return new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum`);
}
