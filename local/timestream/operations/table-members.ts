/** Members of CreateTable and UpdateTable to the parts of a table definition, with the rules that go beyond one member. */
import { ServiceError } from '../errors';
import type { Shape } from '../protocol/shape';
import { checkDimensionName } from '../records/name-rules';
import type { MagneticStoreWrites, PartitionKey, Retention } from '../store/definitions';
import type { magneticStoreWriteProperties, retentionProperties, schema } from './members';

type InputOf<S> = S extends Shape<infer T> ? T : never;

export function retentionOf(properties: InputOf<typeof retentionProperties>): Retention {
  return {
    memoryHours: Number(properties.MemoryStoreRetentionPeriodInHours),
    magneticDays: Number(properties.MagneticStoreRetentionPeriodInDays),
  };
}

export function magneticStoreWritesOf(properties: InputOf<typeof magneticStoreWriteProperties>): MagneticStoreWrites {
  const { EnableMagneticStoreWrites: enabled, MagneticStoreRejectedDataLocation: rejectedDataLocation } = properties;
  return rejectedDataLocation === undefined ? { enabled } : { enabled, rejectedDataLocation };
}

/** @throws ServiceError ValidationException: one key only, and a dimension needs its name */
export function partitionKeyOf({ CompositePartitionKey: keys = [] }: InputOf<typeof schema>): PartitionKey {
  const [key, second] = keys;
  if (second) throw new ServiceError('ValidationException', 'A table can have only one partition key.');
  if (!key || key.Type === 'MEASURE') {
    if (key?.Name !== undefined) throw new ServiceError('ValidationException', 'A partition key of type MEASURE cannot have a name.');
    if (key?.EnforcementInRecord !== undefined) throw new ServiceError('ValidationException', 'A partition key of type MEASURE cannot have an enforcement.');
    return { type: 'MEASURE' };
  }
  if (key.Name === undefined) throw new ServiceError('ValidationException', 'A partition key of type DIMENSION must have a name.');
  checkDimensionName(key.Name);
  return { type: 'DIMENSION', name: key.Name, enforcement: key.EnforcementInRecord ?? 'OPTIONAL' };
}

/** @throws ServiceError ValidationException: type and name stand for ever, only the enforcement changes */
export function changedPartitionKey(existing: PartitionKey, wanted: PartitionKey): PartitionKey {
  const sameName = existing.type === 'DIMENSION' && wanted.type === 'DIMENSION' && existing.name === wanted.name;
  if (existing.type !== wanted.type || (existing.type === 'DIMENSION' && !sameName)) {
    throw new ServiceError('ValidationException', 'The type and name of a partition key cannot be changed after the table was created.');
  }
  return wanted;
}
