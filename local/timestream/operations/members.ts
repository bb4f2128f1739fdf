/** Members that several write operations take, with the constraints of the service's model. */
import type { Shape } from '../protocol/shape';
import { flag, integer, list, oneOf, required, structure, text } from '../protocol/shape';

/**
 * For CreateDatabase and CreateTable. The pattern leaves only characters of one byte, so characters and bytes are the same.
 * Source: https://docs.aws.amazon.com/timestream/latest/developerguide/API_CreateTable.html
 */
export const newName = text({ min: 3, max: 256, pattern: '[a-zA-Z0-9_.-]+' });

/** All other operations only look a name up. */
export const existingName = text();

export const kmsKeyId = text({ min: 1, max: 2048 });

export const batchLoadTaskId = text({ min: 3, max: 32, pattern: '[A-Z0-9]+' });

const writeArn = text({ min: 1, max: 1011 });
const queryArn = text({ min: 1, max: 2048 });

/** The tag operations exist in both APIs with limits of their own; only the Query API knows scheduled queries. */
export const resourceArn: Shape<string> = {
  check: (value, at, faults) => (typeof value === 'string' && value.includes(':scheduled-query/') ? queryArn : writeArn).check(value, at, faults),
};

export const tags = list(structure({
  Key: required(text({ min: 1, max: 128 })),
  Value: required(text({ min: 0, max: 256 })),
}), { min: 0, max: 200 });

export const retentionProperties = structure({
  MemoryStoreRetentionPeriodInHours: required(integer({ min: 1, max: 8766 })),
  MagneticStoreRetentionPeriodInDays: required(integer({ min: 1, max: 73000 })),
});

export const magneticStoreWriteProperties = structure({
  EnableMagneticStoreWrites: required(flag),
  MagneticStoreRejectedDataLocation: structure({
    S3Configuration: structure({
      BucketName: text({ min: 3, max: 63, pattern: '[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]' }),
      ObjectKeyPrefix: text({ min: 1, max: 928, pattern: "[a-zA-Z0-9|!\\-_*'\\(\\)]([a-zA-Z0-9]|[!\\-_*'\\(\\)\\/.])+" }),
      EncryptionOption: oneOf('SSE_S3', 'SSE_KMS'),
      KmsKeyId: kmsKeyId,
    }),
  }),
});

export const schema = structure({
  CompositePartitionKey: list(structure({
    Type: required(oneOf('DIMENSION', 'MEASURE')),
    Name: text({ min: 1 }),
    EnforcementInRecord: oneOf('REQUIRED', 'OPTIONAL'),
  }), { min: 1 }),
});

/** Databases and tables are listed 20 at a time at most. */
export const pageMembers = { MaxResults: integer({ min: 1, max: 20 }), NextToken: text() };
