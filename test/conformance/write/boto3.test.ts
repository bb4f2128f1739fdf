/** The write half through boto3, as Debian has it and as it comes first in PATH: databases, tables, tags, records, errors, discovery. */
import { join } from 'node:path';
import { describeWithEach, run, type Tool } from './found-tools';
import { startWriteService, type WriteService } from './write-service';

const versions = 'import sys, boto3, botocore; print("Python", sys.version.split()[0], "boto3", boto3.__version__, "botocore", botocore.__version__)';
/** The first botocore that takes endpoints from the environment. */
const readsEndpoints = ({ version }: Tool) => {
  const [major = 0, minor = 0] = (/botocore (\d+\.\d+)/.exec(version)?.[1] ?? '').split('.').map(Number);
  return major > 1 || minor >= 31;
};

/** Retries wait, and a busy machine is slow to start Python. */
jest.setTimeout(300_000);

const nowMs = Date.UTC(2026, 5, 1, 12);
let service: WriteService;
afterEach(() => service.close());

interface Refused {
  readonly message: string;
  readonly status: number;
  readonly attempts: number;
}

const refused = (status: number, message: string): Refused => ({ status, message, attempts: 1 });
const constraint = (value: string, at: string, what: string) => `Value ${value} at '${at}' failed to satisfy constraint: ${what}`;

describeWithEach('boto3', ['/usr/bin/python3', 'python3'], ['-c', versions], (tool) => {
  it('does all that the write half offers', async () => {
    service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n });
    const told = JSON.parse(await run(tool, [join(__dirname, 'boto3-write-half.py'), String(nowMs)], { TIMESTREAM_ENDPOINT: service.endpoint })) as Record<string, unknown>;
    const knowsPartitionKeys = told['knows partition keys'] === true;
    const S3Configuration = { BucketName: 'rejects', ObjectKeyPrefix: 'by-table/', EncryptionOption: 'SSE_S3' };
    const magneticStoreWrites = { EnableMagneticStoreWrites: true, MagneticStoreRejectedDataLocation: { S3Configuration } };
    const all = (count: number, inMemory = count) => ({ Total: count, MemoryStore: inMemory, MagneticStore: count - inMemory });
    expect(told).toEqual({
      'created database': {
        Arn: 'arn:aws:timestream:us-east-1:000000000000:database/IoTMetrics', DatabaseName: 'IoTMetrics', TableCount: 0,
        KmsKeyId: 'arn:aws:kms:us-east-1:000000000000:alias/aws/timestream', CreationTime: true, LastUpdatedTime: true,
      },
      'database twice': refused(409, 'The database IoTMetrics already exists.'),
      'database with a bad name': refused(400, `2 validation errors detected: ${constraint("'a b'", 'databaseName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+')}; ${constraint(`'${'k'.repeat(129)}'`, 'tags.1.member.key', 'Member must have length less than or equal to 128')}`),
      'updated key': 'alias/metering',
      'missing database': refused(404, 'The database iotmetrics does not exist.'),
      'pages of databases': [['Alpha', 'Beta'], ['IoTMetrics']],
      'page too large': refused(400, `1 validation error detected: ${constraint("'21'", 'maxResults', 'Member must have value less than or equal to 20')}`),
      'created table': {
        Arn: 'arn:aws:timestream:us-east-1:000000000000:database/IoTMetrics/table/Readings', TableName: 'Readings', DatabaseName: 'IoTMetrics', TableStatus: 'ACTIVE',
        RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 },
        MagneticStoreWriteProperties: magneticStoreWrites, CreationTime: true, LastUpdatedTime: true,
        // Older versions know no partition keys, and show none.
        ...(knowsPartitionKeys && { Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] } }),
      },
      'knows partition keys': knowsPartitionKeys,
      'table with bad members': refused(400, `3 validation errors detected: ${constraint("'a'", 'tableName', 'Member must have length greater than or equal to 3')}; ${constraint("'8767'", 'retentionProperties.memoryStoreRetentionPeriodInHours', 'Member must have value less than or equal to 8766')}; ${constraint("'73001'", 'retentionProperties.magneticStoreRetentionPeriodInDays', 'Member must have value less than or equal to 73000')}`),
      'updated retention': { MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 1825 },
      'described table': magneticStoreWrites,
      'pages of tables': [['Archive', 'Readings'], ['Zeros']],
      'full database': refused(400, 'The database IoTMetrics cannot be deleted because it is not empty: delete its tables first.'),
      'table count': 3,
      tags: [{ Key: 'team', Value: 'metrics' }],
      'too many tags': refused(402, '51 tags are more than the 50 a resource may have.'),
      'reserved tag': refused(400, "The tag key 'aws:stage' begins with aws:, which is reserved."),
      written: all(3, 2),
      'written again': all(1),
      'raised version': all(1),
      rejected: {
        ...refused(419, 'One or more records have been rejected. See RejectedRecords for details.'),
        rejected: [
          // JSON.parse rounds what Python had whole; both are above 2^53.
          { RecordIndex: 1, Reason: 'The record version 9223372036854775806 is lower than the existing version 9223372036854775807. A higher version is required to update the measure value.', ExistingVersion: Number(2n ** 63n - 1n) },
          { RecordIndex: 2, Reason: 'The record timestamp is outside the time range of the data ingestion window.' },
        ],
      },
      'dimension twice': refused(400, 'Duplicate dimension name "device_id" in a record and its common attributes.'),
      'bad records': refused(400, `2 validation errors detected: ${constraint("'0'", 'records.1.member.version', 'Member must have value greater than or equal to 1')}; ${constraint("'HOURS'", 'records.2.member.timeUnit', 'Member must satisfy enum value set: [MILLISECONDS, SECONDS, MICROSECONDS, NANOSECONDS]')}`),
      'missing table': refused(404, 'The table readings does not exist.'),
      endpoints: [{ Address: service.endpoint, CachePeriodInMinutes: 1440 }],
      left: [],
      'deleted table': refused(404, 'The database IoTMetrics does not exist.'),
    });
  });

  it('gets through the rate limits of the account by its retries', async () => {
    service = await startWriteService({ rateLimits: true });
    const create = `
import os, boto3
from botocore.config import Config
client = boto3.client("timestream-write", endpoint_url=os.environ["TIMESTREAM_ENDPOINT"], region_name="us-east-1", config=Config(retries={"max_attempts": 12, "mode": "standard"}))
for name in ["first", "second", "third"]: client.create_database(DatabaseName=name)
print(*(database["DatabaseName"] for database in client.list_databases()["Databases"]))`;
    expect(await run(tool, ['-c', create], { TIMESTREAM_ENDPOINT: service.endpoint })).toBe('first second third\n');
  });

  (readsEndpoints(tool) ? it.each : it.skip.each)(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_TIMESTREAM_WRITE'])('discovers the server by %s alone', async (variable) => {
    service = await startWriteService();
    const createAndList = 'import boto3; client = boto3.client("timestream-write", region_name="us-east-1"); client.create_database(DatabaseName="found"); print(client.list_databases()["Databases"][0]["DatabaseName"])';
    expect(await run(tool, ['-c', createAndList], { [variable]: service.endpoint })).toBe('found\n');
  });
});
