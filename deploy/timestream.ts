/** The database and its tables, as tables.json declares them. */
import type { ServiceDefinition, TableDefinition } from '../shared/tables/definition';
import { arn, logicalId, merged, ref, retained, type Resource, type Resources, type Value } from './cloudformation';
import { magneticRejects } from './dead-letters';
import type { Names } from './names';

/**
 * What somebody else made is not made again. Where one table is theirs, its database is too. Stage `local` has only what this
 * template makes, so there all of it is.
 */
export function timestreamResources(service: ServiceDefinition, names: Names): Resources {
  const isOurs = ({ existing }: TableDefinition): boolean => !existing || names.stage === 'local';
  const id = logicalId('Database', names.database);
  const makesDatabase = service.tables.every(isOurs);
  const database = makesDatabase ? ref(id) : names.database;
  return merged(
    makesDatabase ? { [id]: retained(databaseResource(service, names)) } : {},
    ...service.tables.filter(isOurs).map((table) => ({
      [logicalId('Table', names.database, table.name)]: retained(tableResource(table, database, names)),
    })),
  );
}

/** For policies: the ARN of one table. */
export const tableArn = (names: Names, table: string): Value => arn('timestream', `database/${names.database}/table/${table}`);

function databaseResource({ kmsKeyId }: ServiceDefinition, names: Names): Resource {
  return {
    Type: 'AWS::Timestream::Database',
    Properties: { DatabaseName: names.database, ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }) },
  };
}

function tableResource({ name, dimensions, partitionKey, retention }: TableDefinition, database: Value, names: Names): Resource {
  const isRequired = dimensions.some((dimension) => dimension.name === partitionKey && dimension.required);
  return {
    Type: 'AWS::Timestream::Table',
    Properties: {
      DatabaseName: database,
      TableName: name,
      RetentionProperties: {
        MemoryStoreRetentionPeriodInHours: String(retention.memoryHours),
        MagneticStoreRetentionPeriodInDays: String(retention.magneticDays),
      },
      MagneticStoreWriteProperties: {
        EnableMagneticStoreWrites: retention.lateArrivals,
        ...(retention.lateArrivals ? { MagneticStoreRejectedDataLocation: { S3Configuration: magneticRejects(names, name) } } : {}),
      },
      ...(partitionKey === undefined ? {} : {
        Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: partitionKey, EnforcementInRecord: isRequired ? 'REQUIRED' : 'OPTIONAL' }] },
      }),
    },
  };
}
