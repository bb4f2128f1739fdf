/** The service's errors: a code from its closed list, the HTTP status it goes out with, and its wire name. */

const statusByCode = {
  ValidationException: 400,
  QueryExecutionException: 400,
  UnrecognizedClientException: 400,
  UnknownOperationException: 400,
  SerializationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  RejectedRecordsException: 419,
  InvalidEndpointException: 421,
  ThrottlingException: 429,
  InternalServerException: 500,
} as const;

export type ErrorCode = keyof typeof statusByCode;

export class ServiceError extends Error {
  readonly status: number;

  /** @param members extra top-level members of the body, such as RejectedRecords */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly members: Readonly<Record<string, unknown>> = {},
    /** Constraint failures carry another namespace than the rest (spec 1.5). */
    readonly namespace = 'com.amazonaws.timestream.v20181101',
  ) {
    super(message);
    this.name = code;
    this.status = statusByCode[code];
  }
}
