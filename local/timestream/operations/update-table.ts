/** UpdateTable: what is not given stays as it is. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { memoryStoreFrom } from '../records/ingestion-window';
import { existingName, magneticStoreWriteProperties, retentionProperties, schema } from './members';
import { changedPartitionKey, magneticStoreWritesOf, retentionOf } from './table-members';
import { tableOutput } from './table-output';

const input = structure({
  DatabaseName: required(existingName),
  TableName: required(existingName),
  RetentionProperties: retentionProperties,
  MagneticStoreWriteProperties: magneticStoreWriteProperties,
  Schema: schema,
});

export const updateTable: ServerOperation = async (members, context) => {
  const { DatabaseName, TableName, RetentionProperties, MagneticStoreWriteProperties, Schema } = parseInput(input, members);
  const nowNs = context.nowNs();
  const definition = await context.store.definitions.updateTable(DatabaseName, TableName, (existing) => ({
    ...existing,
    ...(RetentionProperties && { retention: retentionOf(RetentionProperties), memoryStoreFromNs: String(memoryStoreFrom(existing, nowNs)) }),
    ...(MagneticStoreWriteProperties && { magneticStoreWrites: magneticStoreWritesOf(MagneticStoreWriteProperties) }),
    ...(Schema && { partitionKey: changedPartitionKey(existing.partitionKey, Schema) }),
    updatedMs: Number(nowNs / 1_000_000n),
  }));
  return { Table: tableOutput(definition, context) };
};
