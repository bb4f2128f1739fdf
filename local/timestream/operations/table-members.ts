/** Members of CreateTable and UpdateTable to the parts of a table definition, with the rules that go beyond one member. */
import { ServiceError } from '../errors';
import type { Shape } from '../protocol/shape';
import { maxDimensionNameBytes } from '../records/limits';
import { checkDimensionName } from '../records/name-rules';
import type { MagneticStoreWrites, PartitionKey, RejectedDataLocation, Retention } from '../store/definitions';
import { checkKmsKeyId } from './kms-key';
import type { magneticStoreWriteProperties, retentionProperties, schema } from './members';

type InputOf<S> = S extends Shape<infer T> ? T : never;
type GivenLocation = NonNullable<InputOf<typeof magneticStoreWriteProperties>['MagneticStoreRejectedDataLocation']>;

export function retentionOf(properties: InputOf<typeof retentionProperties>): Retention {
  return {
    memoryHours: Number(properties.MemoryStoreRetentionPeriodInHours),
    magneticDays: Number(properties.MagneticStoreRetentionPeriodInDays),
  };
}

export function magneticStoreWritesOf(properties: InputOf<typeof magneticStoreWriteProperties>): MagneticStoreWrites {
  const { EnableMagneticStoreWrites: enabled, MagneticStoreRejectedDataLocation: location } = properties;
  return location === undefined ? { enabled } : { enabled, rejectedDataLocation: { S3Configuration: rejectLocationOf(location) } };
}

/** The model of the API leaves all members out at will; what cannot be left out is in the reference of CloudFormation's AWS::Timestream::Table. */
function rejectLocationOf({ S3Configuration: location }: GivenLocation): RejectedDataLocation['S3Configuration'] {
  if (location?.BucketName === undefined) throw invalid('MagneticStoreRejectedDataLocation needs an S3Configuration with a BucketName.');
  const { BucketName, ObjectKeyPrefix, EncryptionOption, KmsKeyId } = location;
  if (EncryptionOption === 'SSE_KMS' && KmsKeyId === undefined) throw invalid('The EncryptionOption SSE_KMS needs a KmsKeyId.');
  if (KmsKeyId !== undefined) checkKmsKeyId(KmsKeyId);
  return { BucketName, ObjectKeyPrefix, EncryptionOption, KmsKeyId };
}

/** @throws ServiceError ValidationException: one key only, and a dimension needs its name */
export function partitionKeyOf({ CompositePartitionKey: keys = [] }: InputOf<typeof schema>): PartitionKey {
  const [key, second] = keys;
  // The service's text: https://github.com/aws/aws-sdk/issues/759
  if (second) throw invalid('You have specified too many partition keys to be used in your composite partition key. Only 1 partition keys can be specified.');
  if (!key || key.Type === 'MEASURE') {
    if (key?.Name !== undefined) throw invalid('A partition key of type MEASURE cannot have a name.');
    if (key?.EnforcementInRecord !== undefined) throw invalid('A partition key of type MEASURE cannot have an enforcement.');
    return { type: 'MEASURE' };
  }
  if (key.Name === undefined) throw invalid('A partition key of type DIMENSION must have a name.');
  checkDimensionName(key.Name);
  // No record could have the dimension.
  if (Buffer.byteLength(key.Name) > maxDimensionNameBytes) throw invalid(`The partition key ${key.Name} is longer than the ${maxDimensionNameBytes} bytes of a dimension name.`);
  return { type: 'DIMENSION', name: key.Name, enforcement: key.EnforcementInRecord ?? 'OPTIONAL' };
}

/**
 * What is not given stays as it is.
 *
 * @throws ServiceError ValidationException: type and name stand for ever, only the enforcement changes
 */
export function changedPartitionKey(existing: PartitionKey, given: InputOf<typeof schema>): PartitionKey {
  const [key] = given.CompositePartitionKey ?? [];
  if (key === undefined) return existing;
  const wanted = partitionKeyOf(given);
  const isSame = existing.type === 'DIMENSION' ? wanted.type === 'DIMENSION' && existing.name === wanted.name : wanted.type === 'MEASURE';
  if (!isSame) throw invalid('The type and name of a partition key cannot be changed after the table was created.');
  return key.EnforcementInRecord === undefined ? existing : wanted;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
