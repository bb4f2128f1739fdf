/** Making, describing, changing, listing and deleting streams, through the official client. */
import {
  AddTagsToStreamCommand, CreateStreamCommand, DecreaseStreamRetentionPeriodCommand, DeleteStreamCommand, DescribeLimitsCommand, DescribeStreamCommand,
  DescribeStreamSummaryCommand, IncreaseStreamRetentionPeriodCommand, ListShardsCommand, ListStreamsCommand, ListTagsForResourceCommand, ListTagsForStreamCommand,
  PutRecordCommand, RemoveTagsFromStreamCommand, TagResourceCommand, UntagResourceCommand, UpdateMaxRecordSizeCommand, UpdateShardCountCommand, waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { KinesisService } from '../kinesis-service';

let service: KinesisService;
beforeEach(async () => { service = await new KinesisService().start(); });
afterEach(() => service.remove());

const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/readings';
const send: KinesisService['client']['send'] = (command: never) => service.client.send(command);

describe('a stream', () => {
  it('is active with the answer of its creation, with the hash keys divided among its shards', async () => {
    await send(new CreateStreamCommand({ StreamName: 'readings', ShardCount: 3, Tags: { team: 'metering' } }));
    await waitUntilStreamExists({ client: service.client, maxWaitTime: 60 }, { StreamName: 'readings' });
    const { StreamDescription } = await send(new DescribeStreamCommand({ StreamName: 'readings' }));
    expect(StreamDescription).toMatchObject({
      StreamName: 'readings', StreamARN: arn, StreamStatus: 'ACTIVE', RetentionPeriodHours: 24, HasMoreShards: false, EncryptionType: 'NONE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' }, StreamCreationTimestamp: new Date(service.nowMs),
    });
    expect(StreamDescription?.Shards?.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange?.StartingHashKey, HashKeyRange?.EndingHashKey])).toEqual([
      ['shardId-000000000000', '0', '113427455640312821154458202477256070484'],
      ['shardId-000000000001', '113427455640312821154458202477256070485', '226854911280625642308916404954512140969'],
      ['shardId-000000000002', '226854911280625642308916404954512140970', '340282366920938463463374607431768211455'],
    ]);
    expect((await send(new DescribeStreamSummaryCommand({ StreamARN: arn }))).StreamDescriptionSummary).toMatchObject({ OpenShardCount: 3, ConsumerCount: 0, MaxRecordSizeInKiB: 1024 });
    expect((await send(new ListTagsForStreamCommand({ StreamName: 'readings' }))).Tags).toEqual([{ Key: 'team', Value: 'metering' }]);
  });

  it('on demand has four shards', async () => {
    await send(new CreateStreamCommand({ StreamName: 'readings', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
    expect((await send(new DescribeStreamSummaryCommand({ StreamName: 'readings' }))).StreamDescriptionSummary).toMatchObject({ OpenShardCount: 4, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(await send(new DescribeLimitsCommand())).toMatchObject({ OpenShardCount: 4, OnDemandStreamCount: 1 });
  });

  it('is refused twice, without a name, with a bad one, without shards or with too many', async () => {
    await service.create('readings');
    await expect(service.create('readings')).rejects.toMatchObject({ name: 'ResourceInUseException', message: 'Stream readings under account 123456789012 already exists.' });
    await expect(service.create('a b')).rejects.toMatchObject({ name: 'ValidationException', message: "1 validation error detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+" });
    await expect(service.create('other', 0)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(service.create('other', 1000)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(send(new CreateStreamCommand({ StreamName: 'other' }))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('can have any name of the documented characters', async () => {
    for (const name of ['..', '.', '-', 'A_b.9']) await service.create(name);
    await service.stop();
    await service.start();
    expect((await send(new ListStreamsCommand())).StreamNames).toEqual(['-', '.', '..', 'A_b.9']);
  });

  it('is meant by name, by ARN, or by both when they agree', async () => {
    await service.create('readings');
    const put = (place: { StreamName?: string; StreamARN?: string }) => send(new PutRecordCommand({ ...place, PartitionKey: 'key', Data: Buffer.from('x') }));
    await put({ StreamARN: arn });
    await put({ StreamName: 'readings', StreamARN: arn });
    await expect(put({ StreamName: 'other', StreamARN: arn })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(put({})).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(put({ StreamName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Stream none under account 123456789012 not found.' });
    await expect(put({ StreamARN: arn.replace('us-east-1', 'eu-west-1') })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is gone with the answer of its deletion, and one made later has none of its records', async () => {
    await service.create('readings');
    const old = await service.put('readings', 'old');
    const iterator = await service.iterator('readings', 'TRIM_HORIZON');
    await send(new DeleteStreamCommand({ StreamName: 'readings' }));
    await expect(send(new DescribeStreamCommand({ StreamName: 'readings' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(service.dataFrom(iterator)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    service.nowMs += 1000;
    await service.create('readings');
    expect(await service.dataOf('readings')).toEqual([]);
    await expect(service.dataFrom(iterator)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(service.iterator('readings', 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber: old })).rejects.toThrow('because it did not come from this stream');
  });
});

describe('listings', () => {
  it('of streams come in pages by name', async () => {
    for (const name of ['c', 'a', 'b']) await service.create(name);
    const page = await send(new ListStreamsCommand({ Limit: 2 }));
    expect(page).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true, StreamSummaries: [{ StreamStatus: 'ACTIVE' }, { StreamName: 'b' }] });
    expect(await send(new ListStreamsCommand({ NextToken: page.NextToken }))).toMatchObject({ StreamNames: ['c'], HasMoreStreams: false });
    expect((await send(new ListStreamsCommand({ ExclusiveStartStreamName: 'a' }))).StreamNames).toEqual(['b', 'c']);
  });

  it('of shards come in pages, whose tokens expire', async () => {
    await service.create('readings', 3);
    const ids = async (input: object) => {
      const { Shards, NextToken } = await send(new ListShardsCommand(input));
      return { ids: Shards?.map(({ ShardId }) => Number(ShardId?.slice(-1))), NextToken };
    };
    const { NextToken, ...first } = await ids({ StreamName: 'readings', MaxResults: 2 });
    expect(first).toEqual({ ids: [0, 1] });
    expect(await ids({ NextToken })).toEqual({ ids: [2] });
    expect(await ids({ StreamName: 'readings', ExclusiveStartShardId: 'shardId-000000000001' })).toEqual({ ids: [2] });
    expect(await ids({ StreamName: 'readings', ShardFilter: { Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000000' } })).toEqual({ ids: [1, 2] });
    expect(await ids({ StreamName: 'readings', ShardFilter: { Type: 'AT_LATEST' } })).toEqual({ ids: [0, 1, 2] });
    await expect(ids({ NextToken, StreamName: 'readings' })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(ids({ NextToken: 'none' })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    service.nowMs += 300_001;
    await expect(ids({ NextToken })).rejects.toMatchObject({ name: 'ExpiredNextTokenException' });
  });
});

describe('settings', () => {
  beforeEach(() => service.create('readings'));

  it('the retention can be increased and decreased within its bounds', async () => {
    const increase = (RetentionPeriodHours: number) => send(new IncreaseStreamRetentionPeriodCommand({ StreamName: 'readings', RetentionPeriodHours }));
    const decrease = (RetentionPeriodHours: number) => send(new DecreaseStreamRetentionPeriodCommand({ StreamName: 'readings', RetentionPeriodHours }));
    await increase(48);
    expect((await send(new DescribeStreamCommand({ StreamName: 'readings' }))).StreamDescription?.RetentionPeriodHours).toBe(48);
    await expect(increase(24)).rejects.toMatchObject({ name: 'InvalidArgumentException', message: expect.stringContaining('can not be shorter than existing retention period (48 hours)') as string });
    await expect(increase(8761)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(decrease(23)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(decrease(72)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await decrease(24);
  });

  it('records can be larger where the stream says so', async () => {
    const large = Buffer.alloc(2 * 1024 * 1024);
    const put = () => send(new PutRecordCommand({ StreamName: 'readings', PartitionKey: 'key', Data: large }));
    await expect(put()).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('the stream readings takes 1024 KiB') as string });
    await send(new UpdateMaxRecordSizeCommand({ StreamARN: arn, MaxRecordSizeInKiB: 10_240 }));
    await put();
    await expect(send(new UpdateMaxRecordSizeCommand({ StreamARN: arn, MaxRecordSizeInKiB: 1 }))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('tags are added, listed and removed by both families of operations', async () => {
    await send(new AddTagsToStreamCommand({ StreamName: 'readings', Tags: { a: '1', b: '2' } }));
    await send(new TagResourceCommand({ ResourceARN: arn, Tags: { c: '3' } }));
    expect(await send(new ListTagsForStreamCommand({ StreamName: 'readings', Limit: 2 }))).toMatchObject({ Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }], HasMoreTags: true });
    await send(new RemoveTagsFromStreamCommand({ StreamName: 'readings', TagKeys: ['a'] }));
    await send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ['b'] }));
    expect((await send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([{ Key: 'c', Value: '3' }]);
    const tooMany = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`tag${at}`, '']));
    await expect(send(new AddTagsToStreamCommand({ StreamName: 'readings', Tags: tooMany }))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });

  it('shards cannot be changed', async () => {
    await expect(send(new UpdateShardCountCommand({ StreamName: 'readings', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' })))
      .rejects.toMatchObject({ name: 'UnknownOperationException', message: 'UpdateShardCount is not supported by the local stream.' });
  });
});
