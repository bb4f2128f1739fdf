/** The database and its tables, as tables.json declares them. */
import type { ServiceDefinition, TableDefinition } from '../shared/tables/definition';
import { arn, logicalId, merged, ref, retained, type Resource, type Resources, type Value } from './cloudformation';
import { magneticRejects } from './dead-letters';
import type { Names } from './names';

export function timestreamResources(service: ServiceDefinition, names: Names): Resources {
  const database = logicalId('Database', names.database);
  return merged(
    { [database]: retained({ Type: 'AWS::Timestream::Database', Properties: { DatabaseName: names.database } }) },
    ...service.tables.map((table) => ({
      [logicalId('Table', names.database, table.name)]: retained(tableResource(table, ref(database), names)),
    })),
  );
}

/** For policies: the ARN of one table. */
export const tableArn = (names: Names, table: string): Value => arn('timestream', `database/${names.database}/table/${table}`);

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
