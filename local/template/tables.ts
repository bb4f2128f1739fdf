/** The Timestream tables with retention, magnetic-store writes and partition key; local/start creates them. */
import type { BucketLocation, PackagedTable, PartitionKey } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** A table without retention: https://docs.aws.amazon.com/timestream/latest/developerguide/API_RetentionProperties.html */
const defaultMemoryHours = 6;
const defaultMagneticDays = 73_000;

export function tablesOf(resolver: Resolver): readonly PackagedTable[] {
  return resolver.resources('AWS::Timestream::Table').map((resource) => {
    const properties = Properties.of(resource, resolver);
    const retention = properties.optionalChild('RetentionProperties');
    const magneticWrites = properties.optionalChild('MagneticStoreWriteProperties');
    const rejectedDataLocation = rejectedDataLocationOf(magneticWrites);
    const partitionKey = partitionKeyOf(properties);
    return {
      databaseName: properties.text('DatabaseName'),
      tableName: properties.optionalText('TableName') ?? resource.logicalId,
      memoryHours: retention?.optionalNumber('MemoryStoreRetentionPeriodInHours') ?? defaultMemoryHours,
      magneticDays: retention?.optionalNumber('MagneticStoreRetentionPeriodInDays') ?? defaultMagneticDays,
      magneticWrites: magneticWrites?.isTrue('EnableMagneticStoreWrites') ?? false,
      ...(rejectedDataLocation === undefined ? {} : { rejectedDataLocation }),
      ...(partitionKey === undefined ? {} : { partitionKey }),
    };
  });
}

function rejectedDataLocationOf(magneticWrites: Properties | undefined): BucketLocation | undefined {
  const location = magneticWrites?.optionalChild('MagneticStoreRejectedDataLocation')?.optionalChild('S3Configuration');
  if (location === undefined) return undefined;
  const keyPrefix = location.optionalText('ObjectKeyPrefix');
  return { bucketName: location.text('BucketName'), ...(keyPrefix === undefined ? {} : { keyPrefix }) };
}

function partitionKeyOf(properties: Properties): PartitionKey | undefined {
  const [key] = properties.optionalChild('Schema')?.children('CompositePartitionKey') ?? [];
  if (key === undefined) return undefined;
  const type = key.text('Type');
  if (type !== 'DIMENSION' && type !== 'MEASURE') return key.refuse('Type', `${type} is not a kind of partition key`);
  const name = key.optionalText('Name');
  const enforcement = key.optionalText('EnforcementInRecord');
  if (enforcement !== undefined && enforcement !== 'REQUIRED' && enforcement !== 'OPTIONAL') {
    return key.refuse('EnforcementInRecord', `${enforcement} is neither REQUIRED nor OPTIONAL`);
  }
  return { type, ...(name === undefined ? {} : { name }), ...(enforcement === undefined ? {} : { enforcement }) };
}
