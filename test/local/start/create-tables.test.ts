/** The template's databases and tables in the local Timestream: made, updated, never deleted. */
import { DescribeTableCommand, ListTablesCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { createTables } from '../../../local/start/create-tables';
import { localClient } from '../../../local/start/local-client';
import type { PackagedTable } from '../../../local/template/packaged-service';
import { type RunningTimestream, startTimestream } from '../../../local/timestream/server';

const plain: PackagedTable = {
  databaseName: 'Metrics', tableName: 'Readings', memoryHours: 24, magneticDays: 30, magneticWrites: true,
  rejectedDataLocation: { bucketName: 'dead-letters', keyPrefix: 'rejects/Readings' },
};
const table: PackagedTable = { ...plain, partitionKey: { type: 'DIMENSION', name: 'device_id', enforcement: 'REQUIRED' } };

let server: RunningTimestream;
let client: TimestreamWriteClient;
beforeEach(async () => {
  server = await startTimestream({ data: ':memory:' });
  client = new TimestreamWriteClient(localClient(server.endpoint));
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const described = async () => (await client.send(new DescribeTableCommand({ DatabaseName: 'Metrics', TableName: 'Readings' }))).Table;

describe('creating tables', () => {
  it('makes database and table with retention, magnetic writes and partition key', async () => {
    await createTables(server.endpoint, ['Metrics'], [table]);
    expect(await described()).toMatchObject({
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 30 },
      MagneticStoreWriteProperties: {
        EnableMagneticStoreWrites: true,
        MagneticStoreRejectedDataLocation: { S3Configuration: { BucketName: 'dead-letters', ObjectKeyPrefix: 'rejects/Readings' } },
      },
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] },
    });
  });

  it('updates retention and magnetic writes of what exists', async () => {
    await createTables(server.endpoint, ['Metrics'], [table]);
    await createTables(server.endpoint, ['Metrics'], [{ ...table, memoryHours: 12, magneticWrites: false }]);
    expect(await described()).toMatchObject({
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 12 },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false },
    });
  });

  it('leaves alone what the template does not name any more', async () => {
    await createTables(server.endpoint, ['Metrics'], [table]);
    await createTables(server.endpoint, ['Metrics'], []);
    const { Tables } = await client.send(new ListTablesCommand({ DatabaseName: 'Metrics' }));
    expect(Tables?.map(({ TableName }) => TableName)).toEqual(['Readings']);
  });

  it('takes a table without a partition key for the same as before', async () => {
    await createTables(server.endpoint, ['Metrics'], [plain]);
    await createTables(server.endpoint, ['Metrics'], [plain]);
  });

  it('refuses another partition key, naming both', async () => {
    await createTables(server.endpoint, ['Metrics'], [table]);
    await expect(createTables(server.endpoint, ['Metrics'], [{ ...table, partitionKey: { type: 'DIMENSION', name: 'site' } }]))
      .rejects.toThrow('Readings: the partition key is dimension device_id (REQUIRED) and cannot become dimension site (OPTIONAL)');
  });

  it('refuses every partition key at once, and changes no table then', async () => {
    const other = { ...table, tableName: 'Others' };
    await createTables(server.endpoint, ['Metrics'], [plain, table, other].map((one, index) => ({ ...one, tableName: `${one.tableName}${index}` })));
    const changed = [{ ...plain, tableName: 'Readings0', memoryHours: 12 }, { ...plain, tableName: 'Readings1' }, { ...plain, tableName: 'Others2' }, { ...plain, tableName: 'New' }];
    await expect(createTables(server.endpoint, ['Metrics'], changed)).rejects.toThrow(/^Readings1: the partition key .*\nOthers2: the partition key /);
    const { Tables } = await client.send(new ListTablesCommand({ DatabaseName: 'Metrics' }));
    expect(Tables?.map(({ TableName }) => TableName)).toEqual(['Others2', 'Readings0', 'Readings1']);
    expect(Tables?.find(({ TableName }) => TableName === 'Readings0')?.RetentionProperties?.MemoryStoreRetentionPeriodInHours).toBe(24);
  });
});
