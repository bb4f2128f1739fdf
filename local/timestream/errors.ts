/** The service's errors: a code from its closed list, the HTTP status it goes out with, and its wire name. */

const statusByCode = {
  ValidationException: 400,
  QueryExecutionException: 400,
  UnknownOperationException: 400,
  SerializationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  UnrecognizedClientException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  RequestEntityTooLargeException: 413,
  RejectedRecordsException: 419,
  InvalidEndpointException: 421,
  ThrottlingException: 429,
  InternalServerException: 500,
} as const;

export type ErrorCode = keyof typeof statusByCode;

/** Namespaces of errors that the service's framework finds before the service itself sees the request. */
export const frameworkNamespaces = {
  validation: 'com.amazon.coral.validate',
  protocol: 'com.amazon.coral.service',
} as const;

export class ServiceError extends Error {
  readonly status: number;

  /** @param members extra top-level members of the body, such as RejectedRecords */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly members: Readonly<Record<string, unknown>> = {},
    /** Constraint failures carry another namespace than the rest. */
    readonly namespace: string = 'com.amazonaws.timestream.v20181101',
  ) {
    super(message);
    this.name = code;
    this.status = statusByCode[code];
  }
}
