/** Changes of databases and tables that meet: whoever comes first makes it, nothing of what was accepted is lost. */
import {
  CreateDatabaseCommand, CreateTableCommand, DeleteDatabaseCommand, DeleteTableCommand, DescribeDatabaseCommand, DescribeTableCommand, ListTablesCommand,
  ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand, UpdateDatabaseCommand, UpdateTableCommand,
} from '@aws-sdk/client-timestream-write';
import { createTable, databaseName as DatabaseName, startWriteService, type WriteService } from './write-service';

let service: WriteService;
beforeEach(async () => {
  service = await startWriteService();
  await createTable(service.client, 'Readings');
});
afterEach(() => service.close());

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

it('one of many that create the same table makes it', async () => {
  const outcomes = await Promise.allSettled(times(10, () => service.client.send(new CreateTableCommand({ DatabaseName, TableName: 'Same' }))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'ConflictException', message: 'The table Same already exists.', $metadata: { httpStatusCode: 409, attempts: 1 } });
  }
});

it('one of many that delete the same table deletes it', async () => {
  const outcomes = await Promise.allSettled(times(5, () => service.client.send(new DeleteTableCommand({ DatabaseName, TableName: 'Readings' }))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('a database is deleted or gets a table, never both', async () => {
  for (let round = 0; round < 10; round += 1) {
    const name = `contested-${round}`;
    await service.client.send(new CreateDatabaseCommand({ DatabaseName: name }));
    const [created, deleted] = await Promise.allSettled([
      service.client.send(new CreateTableCommand({ DatabaseName: name, TableName: 'Readings' })),
      service.client.send(new DeleteDatabaseCommand({ DatabaseName: name })),
    ]);
    expect([created.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected']);
    const { Tables } = await service.client.send(new ListTablesCommand({ DatabaseName: name })).catch(() => ({ Tables: undefined }));
    expect(Tables?.length).toBe(created.status === 'fulfilled' ? 1 : undefined);
  }
});

it('updates of different members of one table are all kept', async () => {
  await Promise.all([
    service.client.send(new UpdateTableCommand({ DatabaseName, TableName: 'Readings', RetentionProperties: { MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 30 } })),
    service.client.send(new UpdateTableCommand({ DatabaseName, TableName: 'Readings', MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true } })),
  ]);
  expect((await service.client.send(new DescribeTableCommand({ DatabaseName, TableName: 'Readings' }))).Table).toMatchObject({
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 30 }, MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
  });
});

it('tags that are added and taken off at the same time are the right ones in the end', async () => {
  const ResourceARN = (await service.client.send(new DescribeTableCommand({ DatabaseName, TableName: 'Readings' }))).Table?.Arn;
  await service.client.send(new TagResourceCommand({ ResourceARN, Tags: times(20, (at) => ({ Key: `old-${at}`, Value: '' })) }));
  await Promise.all([
    ...times(20, (at) => service.client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: `new-${at}`, Value: String(at) }] }))),
    ...times(20, (at) => service.client.send(new UntagResourceCommand({ ResourceARN, TagKeys: [`old-${at}`] }))),
  ]);
  const { Tags = [] } = await service.client.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags.map(({ Key }) => Key).sort()).toEqual(times(20, (at) => `new-${at}`).sort());
});

it('of concurrent tags that go beyond 50 together, those that fit are kept', async () => {
  const ResourceARN = (await service.client.send(new DescribeDatabaseCommand({ DatabaseName }))).Database?.Arn;
  const outcomes = await Promise.allSettled(times(6, (at) => service.client.send(new TagResourceCommand({ ResourceARN, Tags: times(10, (tag) => ({ Key: `${at}-${tag}`, Value: '' })) }))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(outcomes).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ name: 'ServiceQuotaExceededException', $metadata: expect.objectContaining({ httpStatusCode: 402, attempts: 1 }) }) });
  expect((await service.client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toHaveLength(50);
});

it('updates of one database at the same time leave one of their keys', async () => {
  const keys = times(8, (at) => `alias/key-${at}`);
  await Promise.all(keys.map((KmsKeyId) => service.client.send(new UpdateDatabaseCommand({ DatabaseName, KmsKeyId }))));
  expect(keys).toContain((await service.client.send(new DescribeDatabaseCommand({ DatabaseName }))).Database?.KmsKeyId);
});
