/** What bucket uses of the S3 client: imported as a module of its own, so that bundles keep nothing else of the client and load it late. */
export {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
