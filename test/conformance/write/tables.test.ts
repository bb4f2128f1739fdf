import {
  CreateDatabaseCommand, CreateTableCommand, DeleteTableCommand, DescribeTableCommand, ListTablesCommand, UpdateTableCommand, type CreateTableCommandInput,
} from '@aws-sdk/client-timestream-write';
import { createTable, databaseName, startWriteService, write, type WriteService } from './write-service';

let service: WriteService;
let nowMs = Date.UTC(2026, 0, 1);

beforeAll(async () => { service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n }); });
afterAll(() => service.close());

const describeTable = async (TableName: string) => (await service.client.send(new DescribeTableCommand({ DatabaseName: databaseName, TableName }))).Table;
const refusal = (name: string, message: string | RegExp) => expect.objectContaining({ name, message: expect.stringMatching(message) });

describe('tables', () => {
  it('have the documented defaults', async () => {
    await createTable(service.client, 'Defaults');
    expect(await describeTable('Defaults')).toEqual({
      Arn: 'arn:aws:timestream:us-east-1:000000000000:database/IoTMetrics/table/Defaults',
      TableName: 'Defaults', DatabaseName: databaseName, TableStatus: 'ACTIVE',
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 6, MagneticStoreRetentionPeriodInDays: 73000 },
      CreationTime: new Date(nowMs), LastUpdatedTime: new Date(nowMs),
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false },
      Schema: { CompositePartitionKey: [{ Type: 'MEASURE' }] },
    });
  });

  it('keep everything they were created with', async () => {
    const given = {
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 8766, MagneticStoreRetentionPeriodInDays: 1 },
      MagneticStoreWriteProperties: {
        EnableMagneticStoreWrites: true,
        MagneticStoreRejectedDataLocation: { S3Configuration: { BucketName: 'rejects-bucket', ObjectKeyPrefix: 'prefix/x', EncryptionOption: 'SSE_S3' as const } },
      },
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION' as const, Name: 'device_id', EnforcementInRecord: 'REQUIRED' as const }] },
    };
    await createTable(service.client, 'Given', given);
    expect(await describeTable('Given')).toMatchObject(given);
  });

  it('keep what an update does not name', async () => {
    await createTable(service.client, 'Updated', { MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true } });
    await service.client.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: 'Updated', RetentionProperties: { MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 1825 } }));
    expect(await describeTable('Updated')).toMatchObject({
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 1825 },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    });
  });

  it('do not take records of the past that a wider retention opened', async () => {
    await createTable(service.client, 'Widened', { RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 1 } });
    await service.client.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: 'Widened', RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 1 } }));
    const twoHoursOld = { Dimensions: [{ Name: 'd', Value: 'x' }], MeasureName: 'm', MeasureValue: '1', Time: String(nowMs - 7_200_000) };
    await expect(write(service.client, 'Widened', [twoHoursOld])).rejects.toEqual(refusal('RejectedRecordsException', 'rejected'));
    nowMs += 7_200_000;
    await write(service.client, 'Widened', [{ ...twoHoursOld, Time: String(nowMs - 7_200_000) }]);
  });

  it('change the enforcement of their partition key, never the key', async () => {
    const key = { Type: 'DIMENSION' as const, Name: 'device_id' };
    await createTable(service.client, 'Partitioned', { Schema: { CompositePartitionKey: [{ ...key, EnforcementInRecord: 'REQUIRED' }] } });
    const update = (CompositePartitionKey: NonNullable<CreateTableCommandInput['Schema']>['CompositePartitionKey']) => (
      service.client.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: 'Partitioned', Schema: { CompositePartitionKey } })));
    await update([{ ...key, EnforcementInRecord: 'OPTIONAL' }]);
    expect((await describeTable('Partitioned'))?.Schema).toEqual({ CompositePartitionKey: [{ ...key, EnforcementInRecord: 'OPTIONAL' }] });
    await expect(update([{ ...key, Name: 'other' }])).rejects.toEqual(refusal('ValidationException', 'cannot be changed'));
    await expect(update([{ Type: 'MEASURE' }])).rejects.toEqual(refusal('ValidationException', 'cannot be changed'));
  });

  it('keep the enforcement of their partition key when an update leaves it out', async () => {
    const key = { Type: 'DIMENSION' as const, Name: 'device_id', EnforcementInRecord: 'REQUIRED' as const };
    await createTable(service.client, 'Enforced', { Schema: { CompositePartitionKey: [key] } });
    for (const Schema of [{}, { CompositePartitionKey: [{ Type: key.Type, Name: key.Name }] }]) {
      const { Table } = await service.client.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: 'Enforced', Schema }));
      expect(Table?.Schema).toEqual({ CompositePartitionKey: [key] });
    }
  });

  it('have their magnetic store writes replaced whole by an update, also the location of rejected records', async () => {
    const location = { S3Configuration: { BucketName: 'rejects', ObjectKeyPrefix: 'by-table/', EncryptionOption: 'SSE_KMS' as const, KmsKeyId: 'alias/rejects' } };
    await createTable(service.client, 'Late', { MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true, MagneticStoreRejectedDataLocation: location } });
    expect((await describeTable('Late'))?.MagneticStoreWriteProperties).toEqual({ EnableMagneticStoreWrites: true, MagneticStoreRejectedDataLocation: location });
    const { Table } = await service.client.send(new UpdateTableCommand({ DatabaseName: databaseName, TableName: 'Late', MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false } }));
    expect(Table?.MagneticStoreWriteProperties).toEqual({ EnableMagneticStoreWrites: false });
  });

  it('are deleted with their records', async () => {
    await createTable(service.client, 'Deleted');
    await service.client.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName: 'Deleted' }));
    await expect(describeTable('Deleted')).rejects.toEqual(refusal('ResourceNotFoundException', 'The table Deleted does not exist.'));
    await expect(service.client.send(new DeleteTableCommand({ DatabaseName: databaseName, TableName: 'Deleted' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'The table Deleted does not exist.'));
  });

  it('cannot be created twice or in a database that is missing', async () => {
    await createTable(service.client, 'Twice');
    await expect(createTable(service.client, 'Twice')).rejects.toEqual(refusal('ConflictException', 'The table Twice already exists.'));
    await expect(service.client.send(new CreateTableCommand({ DatabaseName: 'Nowhere', TableName: 'Readings' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'The database Nowhere does not exist.'));
  });

  it('are listed by database or all together, in pages', async () => {
    await service.client.send(new CreateDatabaseCommand({ DatabaseName: 'Listed' }));
    for (const TableName of ['third', 'first', 'second']) await service.client.send(new CreateTableCommand({ DatabaseName: 'Listed', TableName }));
    const page = await service.client.send(new ListTablesCommand({ DatabaseName: 'Listed', MaxResults: 2 }));
    expect(page.Tables?.map((table) => table.TableName)).toEqual(['first', 'second']);
    const rest = await service.client.send(new ListTablesCommand({ DatabaseName: 'Listed', MaxResults: 2, NextToken: page.NextToken }));
    expect(rest.Tables?.map((table) => table.TableName)).toEqual(['third']);
    expect(rest.NextToken).toBeUndefined();
    const all = await service.client.send(new ListTablesCommand({}));
    expect(all.Tables?.map((table) => table.TableName)).toEqual(expect.arrayContaining(['first', 'second', 'third', 'Defaults']));
    await expect(service.client.send(new ListTablesCommand({ DatabaseName: 'Nowhere' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'The database Nowhere does not exist.'));
  });

  const hours = (MemoryStoreRetentionPeriodInHours: number, MagneticStoreRetentionPeriodInDays: number) => ({ RetentionProperties: { MemoryStoreRetentionPeriodInHours, MagneticStoreRetentionPeriodInDays } });
  const key = (...CompositePartitionKey: NonNullable<CreateTableCommandInput['Schema']>['CompositePartitionKey'] & object) => ({ Schema: { CompositePartitionKey } });
  it.each<[string, Partial<CreateTableCommandInput>, string]>([
    ['no memory retention', hours(0, 1), "Value '0' at 'retentionProperties.memoryStoreRetentionPeriodInHours' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    ['too long a memory retention', hours(8767, 1), 'Member must have value less than or equal to 8766'],
    ['too long a magnetic retention', hours(1, 73001), 'Member must have value less than or equal to 73000'],
    ['an empty partition key', key(), "Value '\\[\\]' at 'schema.compositePartitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['two partition keys', key({ Type: 'DIMENSION', Name: 'a' }, { Type: 'DIMENSION', Name: 'b' }), 'You have specified too many partition keys'],
    ['a partition key without name', key({ Type: 'DIMENSION' }), 'must have a name'],
    ['a measure as partition key with a name', key({ Type: 'MEASURE', Name: 'x' }), 'cannot have a name'],
    ['a bucket name in capitals', { MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true, MagneticStoreRejectedDataLocation: { S3Configuration: { BucketName: 'Rejects' } } } }, "at 'magneticStoreWriteProperties.magneticStoreRejectedDataLocation.s3Configuration.bucketName' failed"],
  ])('refuse %s', async (_what, members, message) => {
    await expect(createTable(service.client, 'Refused', members)).rejects.toEqual(refusal('ValidationException', message));
  });
});
