/** Putting and getting records, through the official client: shards, numbers, limits, iterators and retention. */
import { createHash } from 'node:crypto';
import { GetRecordsCommand, type GetRecordsCommandOutput, type PutRecordCommandInput, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { KinesisService } from '../kinesis-service';

let service: KinesisService;
beforeEach(async () => { service = await new KinesisService().start(); });
afterEach(() => service.remove());

const put = (input: Partial<PutRecordCommandInput>) => service.client.send(new PutRecordCommand({ StreamName: 'readings', PartitionKey: 'key', Data: Buffer.from('x'), ...input }));

describe('a record', () => {
  it('goes to the shard whose range holds the MD5 of its key', async () => {
    await service.create('readings', 4);
    const quarter = (key: string) => Math.floor(createHash('md5').update(key).digest()[0]! / 64);
    for (const key of ['sensor-001', 'sensor-002', 'a', 'β']) {
      expect((await put({ PartitionKey: key })).ShardId).toBe(`shardId-00000000000${quarter(key)}`);
    }
  });

  it('goes where its explicit hash key says instead', async () => {
    await service.create('readings', 2);
    expect((await put({ ExplicitHashKey: '0' })).ShardId).toBe('shardId-000000000000');
    expect((await put({ ExplicitHashKey: String(2n ** 128n - 1n) })).ShardId).toBe('shardId-000000000001');
    await expect(put({ ExplicitHashKey: String(2n ** 128n) })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(put({ ExplicitHashKey: '-1' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('gets a number of 56 digits that is greater than those before', async () => {
    await service.create('readings');
    const numbers = [await service.put('readings', '1')];
    service.nowMs -= 60_000; // also when the clock goes back
    numbers.push(await service.put('readings', '2'), await service.put('readings', '3'));
    for (const number of numbers) expect(number).toMatch(/^\d{56}$/);
    expect(numbers).toEqual(numbers.toSorted());
    await put({ SequenceNumberForOrdering: numbers[2] });
    await expect(put({ SequenceNumberForOrdering: '1' })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });

  it('keeps its bytes, its key and the time of its arrival', async () => {
    await service.create('readings');
    const Data = Buffer.from([0, 255, 1, 254]);
    const { SequenceNumber } = await put({ Data, PartitionKey: 'α'.repeat(256) });
    await put({ Data: Buffer.alloc(0) });
    const { Records = [] } = await service.client.send(new GetRecordsCommand({ ShardIterator: await service.iterator('readings', 'TRIM_HORIZON') }));
    expect(Records[0]).toMatchObject({ SequenceNumber, PartitionKey: 'α'.repeat(256), ApproximateArrivalTimestamp: new Date(service.nowMs) });
    expect(Buffer.from(Records[0]!.Data!)).toEqual(Data);
    expect(Records[1]!.Data).toHaveLength(0);
  });

  it('is refused without a key, with too long a one, or with a byte too many', async () => {
    await service.create('readings');
    const Data = Buffer.alloc(1024 * 1024 - 3);
    await put({ Data });
    await expect(put({ Data, PartitionKey: 'keys' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ PartitionKey: '' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ PartitionKey: 'x'.repeat(257) })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ DryRun: true })).rejects.toMatchObject({ name: 'InvalidArgumentException', message: 'DryRun is not supported by the local stream.' });
  });
});

describe('many records', () => {
  const putMany = (Records: { PartitionKey: string; Data: Uint8Array }[]) => service.client.send(new PutRecordsCommand({ StreamName: 'readings', Records }));

  it('are answered in their order and keep it within a shard', async () => {
    await service.create('readings', 2);
    const { Records = [], FailedRecordCount } = await putMany(Array.from({ length: 500 }, (_, at) => ({ PartitionKey: `sensor-${at % 7}`, Data: Buffer.from(String(at)) })));
    expect(FailedRecordCount).toBe(0);
    expect(new Set(Records.map(({ SequenceNumber }) => SequenceNumber)).size).toBe(500);
    const shards = await Promise.all(['shardId-000000000000', 'shardId-000000000001'].map(async (id) => service.dataFrom(await service.iterator('readings', 'TRIM_HORIZON', {}, id))));
    for (const [index, data] of shards.entries()) {
      expect(data).toEqual(Records.flatMap(({ ShardId }, at) => (ShardId === `shardId-00000000000${index}` ? [String(at)] : [])));
    }
  });

  it('are refused when they are none, more than 500, or larger than 10 MiB', async () => {
    await service.create('readings');
    await expect(putMany([])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(putMany(Array.from({ length: 501 }, () => ({ PartitionKey: 'k', Data: Buffer.from('x') })))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(putMany(Array.from({ length: 11 }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(1024 * 1024 - 1) })))).rejects.toMatchObject({ name: 'InvalidArgumentException', message: 'Records size exceeds 10 MB limit' });
  });
});

describe('an iterator', () => {
  let numbers: string[];
  beforeEach(async () => {
    await service.create('readings');
    numbers = [];
    for (const data of ['1', '2', '3']) {
      numbers.push(await service.put('readings', data));
      service.nowMs += 1000;
    }
  });

  it('begins at each of the five places', async () => {
    const from = async (...place: Parameters<KinesisService['iterator']> extends [string, ...infer Rest] ? Rest : never) => service.dataFrom(await service.iterator('readings', ...place));
    expect(await from('TRIM_HORIZON')).toEqual(['1', '2', '3']);
    expect(await from('LATEST')).toEqual([]);
    expect(await from('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: numbers[1]! })).toEqual(['2', '3']);
    expect(await from('AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber: numbers[1]! })).toEqual(['3']);
    expect(await from('AT_TIMESTAMP', { Timestamp: new Date(service.nowMs - 2000) })).toEqual(['2', '3']);
    expect(await from('AT_TIMESTAMP', { Timestamp: new Date(service.nowMs - 1999) })).toEqual(['3']);
    expect(await from('AT_TIMESTAMP', { Timestamp: new Date(service.nowMs) })).toEqual([]);
    expect(await from('AT_TIMESTAMP', { Timestamp: new Date(0) })).toEqual(['1', '2', '3']);
  });

  it('is refused with what names no place', async () => {
    await expect(service.iterator('readings', 'AT_TIMESTAMP', { Timestamp: new Date(service.nowMs + 1) })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(service.iterator('readings', 'AT_TIMESTAMP')).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(service.iterator('readings', 'AT_SEQUENCE_NUMBER')).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(service.iterator('readings', 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber: '17' })).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(service.iterator('readings', 'NEWEST' as 'LATEST')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(service.iterator('readings', 'LATEST', {}, 'shardId-000000000007')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Shard shardId-000000000007 in stream readings under account 123456789012 does not exist' });
  });

  it('leads from one page to the next, with how far it is behind', async () => {
    let ShardIterator = await service.iterator('readings', 'TRIM_HORIZON');
    const pages: unknown[] = [];
    for (let page = 0; page < 4; page += 1) {
      const { Records = [], NextShardIterator = '', MillisBehindLatest }: GetRecordsCommandOutput = await service.client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
      pages.push([Records.map(({ Data }) => Buffer.from(Data!).toString()).join(), MillisBehindLatest]);
      ShardIterator = NextShardIterator;
    }
    expect(pages).toEqual([['1', 3000], ['2', 2000], ['3', 0], ['', 0]]);
    await service.put('readings', '4');
    expect(await service.dataFrom(ShardIterator)).toEqual(['4']);
  });

  it('from LATEST gives what is put after it was issued', async () => {
    const iterator = await service.iterator('readings', 'LATEST');
    await service.put('readings', '4');
    expect(await service.dataFrom(iterator)).toEqual(['4']);
  });

  it('expires after five minutes', async () => {
    const iterator = await service.iterator('readings', 'TRIM_HORIZON');
    service.nowMs += 300_000;
    expect(await service.dataFrom(iterator)).toHaveLength(3);
    service.nowMs += 1;
    await expect(service.dataFrom(iterator)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  });

  it('of somebody else is refused, and so is a limit above 10,000', async () => {
    await expect(service.dataFrom('AAAA')).rejects.toMatchObject({ name: 'InvalidArgumentException', message: 'Invalid ShardIterator.' });
    const ShardIterator = await service.iterator('readings', 'TRIM_HORIZON');
    await expect(service.client.send(new GetRecordsCommand({ ShardIterator, Limit: 10_001 }))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });

  it('gives no more than 10 MiB at once', async () => {
    for (let at = 0; at < 12; at += 1) await put({ Data: Buffer.alloc(1024 * 1024 - 3, at) });
    const first = await service.client.send(new GetRecordsCommand({ ShardIterator: await service.iterator('readings', 'AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber: numbers[2]! }) }));
    expect(first.Records).toHaveLength(10);
    const { Records = [] } = await service.client.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator }));
    expect(Records.map(({ Data }) => Data![0])).toEqual([10, 11]);
  });
});

describe('retention', () => {
  it('takes records out of all answers', async () => {
    await service.create('readings');
    const expired = await service.put('readings', 'old');
    service.nowMs += 24 * 3_600_000;
    expect(await service.dataOf('readings')).toEqual(['old']);
    service.nowMs += 1;
    expect(await service.dataOf('readings')).toEqual([]);
    await service.put('readings', 'new');
    expect(await service.dataOf('readings')).toEqual(['new']);
    expect(await service.dataFrom(await service.iterator('readings', 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber: expired }))).toEqual(['new']);
  });
});

describe('with throughput limits', () => {
  beforeEach(async () => {
    await service.stop();
    await service.start({ throughputLimits: true });
    await service.create('readings');
  });

  it('the record above 1 MiB within a second is throttled, and the next second takes it', async () => {
    const Data = Buffer.alloc(600 * 1024);
    await put({ Data });
    await expect(put({ Data })).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException', message: 'Rate exceeded for shard shardId-000000000000 in stream readings under account 123456789012.' });
    service.nowMs += 1000;
    await put({ Data });
  });

  it('of many records the answer says which were throttled', async () => {
    const many = (count: number) => service.client.send(new PutRecordsCommand({ StreamName: 'readings', Records: Array.from({ length: count }, (_, at) => ({ PartitionKey: 'key', Data: Buffer.from(String(at)) })) }));
    await many(500);
    await many(499);
    const { FailedRecordCount, Records = [] } = await many(2);
    expect(FailedRecordCount).toBe(1);
    expect(Records[0]).toMatchObject({ ShardId: 'shardId-000000000000', SequenceNumber: expect.any(String) as string });
    expect(Records[1]).toMatchObject({ ErrorCode: 'ProvisionedThroughputExceededException' });
  });

  it('the sixth call for records within a second is throttled', async () => {
    const iterator = await service.iterator('readings', 'TRIM_HORIZON');
    for (let call = 0; call < 5; call += 1) await service.dataFrom(iterator);
    await expect(service.dataFrom(iterator)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  });
});
