/** Brings the local Timestream to what the template says: makes what is missing, updates retention, deletes nothing; stack calls it. */
import {
  ConflictException, CreateDatabaseCommand, CreateTableCommand, DescribeTableCommand, type PartitionKey, ResourceNotFoundException, type Table,
  TimestreamWriteClient, UpdateTableCommand,
} from '@aws-sdk/client-timestream-write';
import type { PackagedTable } from '../template/packaged-service';
import { localClient } from './local-client';

/** @throws Error naming the tables whose partition key would have to change, which is fixed when a table is made; nothing is changed then */
export async function createTables(endpoint: string, databases: readonly string[], tables: readonly PackagedTable[]): Promise<void> {
  const client = new TimestreamWriteClient(localClient(endpoint));
  try {
    const existing = new Map<PackagedTable, Table | undefined>();
    for (const table of tables) existing.set(table, await find(client, table));
    const conflicts = [...existing].flatMap(([table, found]) => keyConflict(table, found) ?? []);
    if (conflicts.length > 0) throw new Error(conflicts.join('\n'));
    for (const DatabaseName of databases) {
      await client.send(new CreateDatabaseCommand({ DatabaseName })).catch(acceptExisting);
    }
    for (const [table, found] of existing) await (found === undefined ? create(client, table) : update(client, table));
  } finally {
    client.destroy();
  }
}

async function find(client: TimestreamWriteClient, table: PackagedTable): Promise<Table | undefined> {
  try {
    return (await client.send(new DescribeTableCommand(nameOf(table)))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined; // or its database is missing
    throw error;
  }
}

function keyConflict(table: PackagedTable, found: Table | undefined): string | undefined {
  if (found === undefined) return undefined;
  const existing = describe(found.Schema?.CompositePartitionKey?.[0]);
  const wanted = describe(partitionKeyOf(table));
  if (existing === wanted) return undefined;
  return `${table.tableName}: the partition key is ${existing} and cannot become ${wanted}; give the table another name, or start with another data folder`;
}

async function create(client: TimestreamWriteClient, table: PackagedTable): Promise<void> {
  const key = partitionKeyOf(table);
  await client.send(new CreateTableCommand({ ...nameOf(table), ...settingsOf(table), ...(key === undefined ? {} : { Schema: { CompositePartitionKey: [key] } }) }));
}

async function update(client: TimestreamWriteClient, table: PackagedTable): Promise<void> {
  await client.send(new UpdateTableCommand({ ...nameOf(table), ...settingsOf(table) }));
}

function nameOf({ databaseName, tableName }: PackagedTable) {
  return { DatabaseName: databaseName, TableName: tableName };
}

function settingsOf({ memoryHours, magneticDays, magneticWrites, rejectedDataLocation: location }: PackagedTable) {
  const rejectedDataLocation = location && { S3Configuration: { BucketName: location.bucketName, ObjectKeyPrefix: location.keyPrefix } };
  return {
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: memoryHours, MagneticStoreRetentionPeriodInDays: magneticDays },
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: magneticWrites, MagneticStoreRejectedDataLocation: rejectedDataLocation },
  };
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
