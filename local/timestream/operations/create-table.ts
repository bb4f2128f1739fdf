/** CreateTable: makes an empty table with its retention, late arrivals and partition key. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { magneticStoreWriteProperties, newName, retentionProperties, schema, tags } from './members';
import { magneticStoreWritesOf, partitionKeyOf, retentionOf } from './table-members';
import { tableOutput } from './table-output';
import { tagsFrom } from './tag-rules';

const input = structure({
  DatabaseName: required(newName),
  TableName: required(newName),
  RetentionProperties: retentionProperties,
  MagneticStoreWriteProperties: magneticStoreWriteProperties,
  Schema: schema,
  Tags: tags,
});

/** Source: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html, defaults. */
const defaultRetention = { MemoryStoreRetentionPeriodInHours: 6, MagneticStoreRetentionPeriodInDays: 73000 };

export const createTable: ServerOperation = async (members, context) => {
  const { DatabaseName: databaseName, TableName: tableName, Tags = [], ...rest } = parseInput(input, members);
  const nowMs = Number(context.nowNs() / 1_000_000n);
  const definition = {
    databaseName,
    tableName,
    retention: retentionOf(rest.RetentionProperties ?? defaultRetention),
    memoryStoreFromNs: '0',
    magneticStoreWrites: magneticStoreWritesOf(rest.MagneticStoreWriteProperties ?? { EnableMagneticStoreWrites: false }),
    partitionKey: partitionKeyOf(rest.Schema ?? {}),
    tags: tagsFrom(Tags),
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  await context.store.definitions.createTable(definition);
  return { Table: tableOutput(definition, context) };
};
