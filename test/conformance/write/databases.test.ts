import {
  CreateDatabaseCommand, CreateTableCommand, DeleteDatabaseCommand, DeleteTableCommand, DescribeDatabaseCommand, ListDatabasesCommand, UpdateDatabaseCommand,
} from '@aws-sdk/client-timestream-write';
import { startWriteService, type WriteService } from './write-service';

let service: WriteService;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 1, 0, 0, 0, 123);
  service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n });
});
afterEach(() => service.close());

const create = (DatabaseName: string) => service.client.send(new CreateDatabaseCommand({ DatabaseName }));
const refusal = (name: string, message: string | RegExp) => expect.objectContaining({ name, message: expect.stringMatching(message) });

describe('databases', () => {
  it('are created and described with what the service tells of them', async () => {
    const { Database: created } = await create('IoT_Metrics-1.0');
    expect(created).toEqual({
      Arn: 'arn:aws:timestream:us-east-1:000000000000:database/IoT_Metrics-1.0',
      DatabaseName: 'IoT_Metrics-1.0',
      TableCount: 0,
      KmsKeyId: expect.stringContaining('arn:aws:kms:us-east-1'),
      CreationTime: new Date(nowMs),
      LastUpdatedTime: new Date(nowMs),
    });
    await service.client.send(new CreateTableCommand({ DatabaseName: 'IoT_Metrics-1.0', TableName: 'Readings' }));
    const { Database: described } = await service.client.send(new DescribeDatabaseCommand({ DatabaseName: 'IoT_Metrics-1.0' }));
    expect(described).toEqual({ ...created, TableCount: 1 });
  });

  it('change only their key', async () => {
    await create('first');
    const { Database } = await service.client.send(new UpdateDatabaseCommand({ DatabaseName: 'first', KmsKeyId: 'alias/mine' }));
    expect(Database).toMatchObject({ DatabaseName: 'first', KmsKeyId: 'alias/mine' });
    await expect(service.client.send(new UpdateDatabaseCommand({ DatabaseName: 'second', KmsKeyId: 'alias/mine' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'The database second does not exist.'));
  });

  it('are not updated by the key they have', async () => {
    const { Database } = await create('first');
    const update = (KmsKeyId = '') => service.client.send(new UpdateDatabaseCommand({ DatabaseName: 'first', KmsKeyId }));
    nowMs += 1000;
    expect((await update(Database?.KmsKeyId)).Database).toEqual(Database);
    const updated = { ...Database, KmsKeyId: 'alias/mine', LastUpdatedTime: new Date(nowMs) };
    expect((await update('alias/mine')).Database).toEqual(updated);
    nowMs += 1000;
    expect((await update('alias/mine')).Database).toEqual(updated);
  });

  it('have case-sensitive names', async () => {
    await create('metrics');
    await create('Metrics');
    await expect(service.client.send(new DescribeDatabaseCommand({ DatabaseName: 'METRICS' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'METRICS'));
  });

  it('cannot be created twice', async () => {
    await create('first');
    await expect(create('first')).rejects.toEqual(refusal('ConflictException', 'The database first already exists.'));
    const both = await Promise.allSettled([create('second'), create('second')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('are deleted only when they are empty', async () => {
    await create('first');
    await service.client.send(new CreateTableCommand({ DatabaseName: 'first', TableName: 'Readings' }));
    await expect(service.client.send(new DeleteDatabaseCommand({ DatabaseName: 'first' }))).rejects.toEqual(refusal('ValidationException', 'not empty'));
    await service.client.send(new DeleteTableCommand({ DatabaseName: 'first', TableName: 'Readings' }));
    await service.client.send(new DeleteDatabaseCommand({ DatabaseName: 'first' }));
    await expect(service.client.send(new DeleteDatabaseCommand({ DatabaseName: 'first' }))).rejects.toEqual(refusal('ResourceNotFoundException', 'The database first does not exist.'));
  });

  it.each([
    ['', "2 validation errors detected: Value '' at 'databaseName' failed to satisfy constraint: Member must have length greater than or equal to 3"],
    ['ab', "1 validation error detected: Value 'ab' at 'databaseName' failed to satisfy constraint: Member must have length greater than or equal to 3"],
    ['a b', "1 validation error detected: Value 'a b' at 'databaseName' failed to satisfy constraint: Member must satisfy regular expression pattern: \\[a-zA-Z0-9_.-\\]\\+$"],
    ["a'; DROP TABLE x", 'regular expression pattern'],
    ['a\0b', 'regular expression pattern'],
    ['a\n', 'regular expression pattern'],
    ['größe', 'regular expression pattern'],
    ['x'.repeat(257), 'length less than or equal to 256'],
  ])('refuse the name %j', async (name, message) => {
    await expect(create(name)).rejects.toEqual(refusal('ValidationException', message));
  });

  it('are listed in pages of at most 20, each once', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `db${String(index).padStart(2, '0')}`);
    for (const name of [...names].reverse()) await create(name);
    const first = await service.client.send(new ListDatabasesCommand({}));
    expect(first.Databases).toHaveLength(20);
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await service.client.send(new ListDatabasesCommand({ MaxResults: 7, NextToken }));
      seen.push(...(page.Databases ?? []).map((database) => database.DatabaseName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toEqual(names);
  });

  it.each([0, 21])('are not listed %i at a time', async (MaxResults) => {
    await expect(service.client.send(new ListDatabasesCommand({ MaxResults }))).rejects.toEqual(refusal('ValidationException', `Value '${MaxResults}' at 'maxResults' failed to satisfy constraint`));
  });

  it('are not listed after a token that no page gave', async () => {
    await expect(service.client.send(new ListDatabasesCommand({ NextToken: "x' OR 1=1" }))).rejects.toEqual(refusal('ValidationException', 'Invalid pagination token'));
  });
});
