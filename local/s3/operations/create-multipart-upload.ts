/** CreateMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
import { checksumDigest, checksumPrefix } from '../checksums';
import { headersToKeep, metadataPrefix } from '../headers-to-keep';
import type { MultipartUpload } from '../multipart-uploads';
import { refuseUnsupported } from '../refuse-unsupported';
import { xmlAnswer, xmlNamespace, type S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import { header, type S3Request } from '../s3-request';
import { element, xmlDocument } from '../xml';

export const createMultipartUpload: S3Operation = async (request, store) => {
  refuseUnsupported(request, { parameters: ['uploads'], headers: [metadataPrefix, 'x-amz-checksum-algorithm', 'x-amz-checksum-type'] });
  await store.checkBucket(request.bucket);
  const { bucket, key } = request;
  const id = await store.multipart.create({ bucket, key, headers: headersToKeep(request), ...checksumOf(request) });
  return xmlAnswer(xmlDocument(element('InitiateMultipartUploadResult', [element('Bucket', bucket), element('Key', key), element('UploadId', id)], xmlNamespace)));
};

/** Those that can be of the whole object only, and those that can be of the parts only. */
const neverComposite = ['crc64nvme'];
const alwaysComposite = ['sha1', 'sha256'];

function checksumOf(request: S3Request): Pick<MultipartUpload, 'checksum'> {
  const algorithm = header(request, 'x-amz-checksum-algorithm')?.toLowerCase();
  if (algorithm === undefined) return {};
  const name = checksumPrefix + algorithm;
  checksumDigest(name);
  const type = header(request, 'x-amz-checksum-type') ?? (neverComposite.includes(algorithm) ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible = type === 'FULL_OBJECT' ? !alwaysComposite.includes(algorithm) : type === 'COMPOSITE' && !neverComposite.includes(algorithm);
  if (!isPossible) throw new S3Error('InvalidRequest', `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm`);
  return { checksum: { name, isComposite: type === 'COMPOSITE' } };
}
