/** Brings the local Timestream to what the template says: makes what is missing, updates retention, deletes nothing; stack calls it. */
import {
  ConflictException, CreateDatabaseCommand, CreateTableCommand, DescribeTableCommand, type PartitionKey, TimestreamWriteClient, UpdateTableCommand,
} from '@aws-sdk/client-timestream-write';
import type { PackagedTable } from '../template/packaged-service';
import { localClient } from './local-client';

/** @throws Error naming the table whose partition key would have to change: that is fixed when a table is made */
export async function createTables(endpoint: string, databases: readonly string[], tables: readonly PackagedTable[]): Promise<void> {
  const client = new TimestreamWriteClient(localClient(endpoint));
  try {
    for (const DatabaseName of databases) {
      await client.send(new CreateDatabaseCommand({ DatabaseName })).catch(acceptExisting);
    }
    for (const table of tables) await createOrUpdate(client, table);
  } finally {
    client.destroy();
  }
}

async function createOrUpdate(client: TimestreamWriteClient, table: PackagedTable): Promise<void> {
  const name = { DatabaseName: table.databaseName, TableName: table.tableName };
  const settings = {
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: table.memoryHours, MagneticStoreRetentionPeriodInDays: table.magneticDays },
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: table.magneticWrites },
  };
  const key = partitionKeyOf(table);
  const created = await client.send(new CreateTableCommand({ ...name, ...settings, ...(key === undefined ? {} : { Schema: { CompositePartitionKey: [key] } }) }))
    .catch(acceptExisting);
  if (created !== undefined) return;
  const { Table } = await client.send(new DescribeTableCommand(name));
  const [existing] = Table?.Schema?.CompositePartitionKey ?? [];
  if (describe(existing) !== describe(key)) {
    throw new Error(`${table.tableName}: the partition key is ${describe(existing)} and cannot become ${describe(key)}; give the table another name, or start with another data folder`);
  }
  await client.send(new UpdateTableCommand({ ...name, ...settings }));
}

function partitionKeyOf({ partitionKey }: PackagedTable): PartitionKey | undefined {
  if (partitionKey === undefined) return undefined;
  const { type, name, enforcement } = partitionKey;
  return { Type: type, ...(name === undefined ? {} : { Name: name }), ...(enforcement === undefined ? {} : { EnforcementInRecord: enforcement }) };
}

/** A table without a key of its own describes itself with the measure name. */
function describe(key: PartitionKey | undefined): string {
  return key?.Type === 'DIMENSION' ? `dimension ${key.Name ?? ''} (${key.EnforcementInRecord ?? 'OPTIONAL'})` : 'the measure name';
}

function acceptExisting(error: unknown): undefined {
  if (error instanceof ConflictException) return undefined;
  throw error;
}
