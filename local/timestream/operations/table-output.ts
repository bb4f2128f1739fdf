/** A table as the operations show it. */
import type { RequestContext } from '../protocol/request-context';
import { tableArn } from '../resource-arn';
import type { PartitionKey, TableDefinition } from '../store/definitions';

export function tableOutput(definition: TableDefinition, context: RequestContext): object {
  const { databaseName, tableName, retention, magneticStoreWrites, partitionKey, createdMs, updatedMs } = definition;
  return {
    Arn: tableArn(databaseName, tableName, context),
    TableName: tableName,
    DatabaseName: databaseName,
    TableStatus: 'ACTIVE',
    RetentionProperties: {
      MemoryStoreRetentionPeriodInHours: retention.memoryHours,
      MagneticStoreRetentionPeriodInDays: retention.magneticDays,
    },
    CreationTime: createdMs / 1000,
    LastUpdatedTime: updatedMs / 1000,
    MagneticStoreWriteProperties: {
      EnableMagneticStoreWrites: magneticStoreWrites.enabled,
      MagneticStoreRejectedDataLocation: magneticStoreWrites.rejectedDataLocation,
    },
    Schema: { CompositePartitionKey: [partitionKeyOutput(partitionKey)] },
  };
}

function partitionKeyOutput(key: PartitionKey): object {
  return key.type === 'MEASURE' ? { Type: 'MEASURE' } : { Type: 'DIMENSION', Name: key.name, EnforcementInRecord: key.enforcement };
}
