/** The stream through the clients of other languages, as Debian has them: boto3 and the AWS CLI, over HTTP/1.1 and JSON. */
import { join } from 'node:path';
import { describeWithEach, run } from '../../conformance/write/found-tools';
import { awsCliVersion, startAwsCli, type AwsCli } from '../../conformance/write/start-aws-cli';
import { KinesisService } from './kinesis-service';

/** Every command starts Python. */
jest.setTimeout(300_000);

let service: KinesisService;
beforeEach(async () => { service = await new KinesisService().start({ now: Date.now }); });
afterEach(() => service.remove());

const versions = 'import sys, boto3, botocore; print("Python", sys.version.split()[0], "boto3", boto3.__version__, "botocore", botocore.__version__)';

describeWithEach('boto3', ['/usr/bin/python3', 'python3'], ['-c', versions], (tool) => {
  it('makes a stream, puts, gets and is refused by name', async () => {
    const told: unknown = JSON.parse(await run(tool, [join(__dirname, 'boto3-stream.py')], { KINESIS_ENDPOINT: service.server.endpoint }));
    expect(told).toEqual({
      status: 'ACTIVE',
      shards: 2,
      shard: 'shardId-000000000000',
      failed: 0,
      got: ['hello', '\u0000\u0001'],
      'behind latest': 0,
      missing: 'Stream none under account 123456789012 not found.',
      twice: 'Stream readings under account 123456789012 already exists.',
      unsupported: 'SplitShard is not supported by the local stream.',
      listed: [],
    });
  });
});

describeWithEach('AWS CLI', ['/usr/bin/python3'], ['-c', awsCliVersion], (python) => {
  let cli: AwsCli;
  beforeAll(() => { cli = startAwsCli(python); });
  afterAll(() => { cli.close(); });
  const aws = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const text = await cli.run(['kinesis', ...args, '--endpoint-url', service.server.endpoint, '--output', 'json', '--cli-binary-format', 'raw-in-base64-out']);
    return text.trim() === '' ? {} : JSON.parse(text) as Record<string, unknown>;
  };

  it('makes a stream, puts and gets', async () => {
    await aws('create-stream', '--stream-name', 'readings', '--shard-count', '1');
    const { SequenceNumber } = await aws('put-record', '--stream-name', 'readings', '--partition-key', 'sensor-001', '--data', 'hello');
    const { ShardIterator } = await aws('get-shard-iterator', '--stream-name', 'readings', '--shard-id', 'shardId-000000000000', '--shard-iterator-type', 'TRIM_HORIZON');
    expect(await aws('get-records', '--shard-iterator', String(ShardIterator))).toMatchObject({
      Records: [{ SequenceNumber, PartitionKey: 'sensor-001', Data: Buffer.from('hello').toString('base64') }], MillisBehindLatest: 0,
    });
    await expect(aws('describe-stream', '--stream-name', 'none')).rejects.toThrow('An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: Stream none under account 123456789012 not found.');
  });
});
