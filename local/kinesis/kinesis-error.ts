/** What the stream refuses, by the names that clients know: https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html */

const statuses = {
  AccessDeniedException: 400,
  ExpiredIteratorException: 400,
  ExpiredNextTokenException: 400,
  InternalFailureException: 500,
  InvalidArgumentException: 400,
  LimitExceededException: 400,
  ProvisionedThroughputExceededException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
  ValidationException: 400,
} as const;

export type KinesisErrorCode = keyof typeof statuses;

export class KinesisError extends Error {
  constructor(
    readonly code: KinesisErrorCode,
    message: string,
  ) {
    super(message);
    this.name = code;
  }

  get status(): number {
    return statuses[this.code];
  }
}
