/** S3's errors: a code from its closed list with the HTTP status it goes out with, and the XML the clients read. */
import { element, xmlDocument } from './xml';

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const statusByCode = {
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  XAmzContentSHA256Mismatch: 400,
  AccessDenied: 403,
  InvalidAccessKeyId: 403,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  MethodNotAllowed: 405,
  BucketNotEmpty: 409,
  MissingContentLength: 411,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InternalError: 500,
  NotImplemented: 501,
} as const;

export type S3ErrorCode = keyof typeof statusByCode;

export class S3Error extends Error {
  readonly status: number;

  constructor(
    readonly code: S3ErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'S3Error';
    this.status = statusByCode[code];
  }

  /** @param resource the path that was asked for */
  toXml(resource: string, requestId: string): string {
    return xmlDocument(
      element('Error', [element('Code', this.code), element('Message', this.message), element('Resource', resource), element('RequestId', requestId)]),
    );
  }
}
