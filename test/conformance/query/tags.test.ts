/** The tag operations through both clients: routed by ARN, kept with the resource. */
import {
  ListTagsForResourceCommand as ListByQuery, TagResourceCommand as TagByQuery, paginateListTagsForResource,
} from '@aws-sdk/client-timestream-query';
import {
  CreateDatabaseCommand, CreateTableCommand, DescribeDatabaseCommand, DescribeTableCommand, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand, type Tag,
} from '@aws-sdk/client-timestream-write';
import { clientFor } from '../write/write-service';
import { startTimestream } from '../../../local/timestream/server';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';
import { databaseName, localTest, startQueryService, type QueryService } from './query-service';

let service: QueryService;
let databaseArn: string | undefined;
let tableArn: string | undefined;

beforeAll(async () => {
  service = await startQueryService();
  await service.write.send(new CreateTableCommand({ DatabaseName: databaseName, TableName: 'Tagged', Tags: [{ Key: 'made', Value: 'with it' }] }));
  databaseArn = (await service.write.send(new DescribeDatabaseCommand({ DatabaseName: databaseName }))).Database?.Arn;
  tableArn = (await service.write.send(new DescribeTableCommand({ DatabaseName: databaseName, TableName: 'Tagged' }))).Table?.Arn;
});
afterAll(async () => {
  await service.close();
  removeTemporaryFolders();
});

const list = async (ResourceARN: string | undefined) => (await service.write.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
const tag = (ResourceARN: string | undefined, ...Tags: Tag[]) => service.write.send(new TagResourceCommand({ ResourceARN, Tags }));

test('tags are added, replaced by key and taken off; those of the creation are among them', async () => {
  expect(await list(tableArn)).toEqual([{ Key: 'made', Value: 'with it' }]);
  await tag(tableArn, { Key: 'a', Value: '1' }, { Key: 'b', Value: '2' });
  await tag(tableArn, { Key: 'b', Value: 'é + - = . _ : /' });
  expect(await list(tableArn)).toEqual(expect.arrayContaining([{ Key: 'a', Value: '1' }, { Key: 'b', Value: 'é + - = . _ : /' }, { Key: 'made', Value: 'with it' }]));
  await service.write.send(new UntagResourceCommand({ ResourceARN: tableArn, TagKeys: ['a', 'made', 'never there'] }));
  expect(await list(tableArn)).toEqual([{ Key: 'b', Value: 'é + - = . _ : /' }]);
  expect(await list(databaseArn)).toEqual([]);
});

test('a resource that does not exist has no tags', async () => {
  for (const ResourceARN of [`${databaseArn}x`, `${tableArn}x`]) {
    await expect(list(ResourceARN)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(tag(ResourceARN, { Key: 'a', Value: '1' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  }
  await expect(list('arn:aws:s3:::bucket')).rejects.toMatchObject({ name: 'ValidationException' });
});

localTest('scheduled queries go to the same operations of the Query API', async () => {
  const ResourceARN = 'arn:aws:timestream:us-east-1:000000000000:scheduled-query/nightly-0123456789ab';
  await expect(service.query.send(new ListByQuery({ ResourceARN }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(service.query.send(new TagByQuery({ ResourceARN, Tags: [{ Key: 'a', Value: 'b' }] }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('what cannot be a tag is refused', async () => {
  for (const [Key, Value] of [['aws:mine', 'x'], ['AWS:mine', 'x'], ['a#b', 'x'], ['a', 'x!'], ['', 'x'], ['k'.repeat(129), 'x'], ['a', 'v'.repeat(257)]] as const) {
    await expect(tag(databaseArn, { Key, Value })).rejects.toMatchObject({ name: 'ValidationException' });
  }
  expect(await list(databaseArn)).toEqual([]);
});

test('a resource has at most 50 tags', async () => {
  const fifty = Array.from({ length: 50 }, (_, n) => ({ Key: `key-${n}`, Value: '' }));
  await tag(databaseArn, ...fifty);
  await tag(databaseArn, { Key: 'key-7', Value: 'replaced' });
  await expect(tag(databaseArn, { Key: 'one more', Value: '' })).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  expect(await list(databaseArn)).toHaveLength(50);
});

localTest('the Query API lists them in pages', async () => {
  const sizes: number[] = [];
  for await (const { Tags = [] } of paginateListTagsForResource({ client: service.query }, { ResourceARN: databaseArn, MaxResults: 20 })) sizes.push(Tags.length);
  expect(sizes).toEqual([20, 20, 10]);
});

localTest('tags survive a restart', async () => {
  const data = temporaryFolder();
  const first = await startTimestream({ data });
  const client = clientFor(first.endpoint);
  const { Database } = await client.send(new CreateDatabaseCommand({ DatabaseName: 'tagged', Tags: [{ Key: 'a', Value: '1' }] }));
  await client.send(new TagResourceCommand({ ResourceARN: Database?.Arn, Tags: [{ Key: 'b', Value: '2' }] }));
  client.destroy();
  await first.close();
  const second = await startTimestream({ data });
  const again = clientFor(second.endpoint);
  const { Tags } = await again.send(new ListTagsForResourceCommand({ ResourceARN: Database?.Arn }));
  expect(Tags).toEqual([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }]);
  again.destroy();
  await second.close();
});
