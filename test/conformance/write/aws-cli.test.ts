/** The write half through the AWS CLI, as Debian has it: its own spelling of input, output and errors. */
import { describeWithEach } from './found-tools';
import { awsCliVersion, startAwsCli, type AwsCli } from './start-aws-cli';
import { startWriteService, type WriteService } from './write-service';

jest.setTimeout(300_000);

const nowMs = Date.UTC(2026, 5, 1, 12);
let service: WriteService;
let cli: AwsCli;
beforeEach(async () => { service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n }); });
afterEach(() => service.close());

type Answer = Readonly<Record<string, unknown>>;

/** Sends one command; answers with its output, an empty object when it prints none. */
async function aws(command: string, ...args: readonly string[]): Promise<Answer> {
  const text = await cli.run(['timestream-write', command, '--endpoint-url', service.endpoint, '--output', 'json', ...args]);
  return text.trim() === '' ? {} : JSON.parse(text) as Answer;
}

/** `--cli-input-json`, which every command takes, and which takes what the API takes. */
const input = (members: object) => ['--cli-input-json', JSON.stringify(members)];

const record = (members: object) => ({ MeasureName: 'temperature', MeasureValue: '22.7', ...members });
const CommonAttributes = { Dimensions: [{ Name: 'device_id', Value: 'sensor-001' }], Time: String(nowMs) };
const inTable = (members: object) => input({ DatabaseName: 'IoTMetrics', TableName: 'Readings', ...members });

describeWithEach('AWS CLI', ['/usr/bin/python3'], ['-c', awsCliVersion], (python) => {
  beforeAll(() => { cli = startAwsCli(python); });
  afterAll(() => { cli.close(); });

  const arn = 'arn:aws:timestream:us-east-1:000000000000:database/IoTMetrics';

  it('makes, changes, lists, tags and deletes databases and tables', async () => {
    expect(await aws('create-database', '--database-name', 'IoTMetrics', '--tags', 'Key=team,Value=metering')).toMatchObject({ Database: { Arn: arn, DatabaseName: 'IoTMetrics', TableCount: 0 } });
    expect(await aws('update-database', '--database-name', 'IoTMetrics', '--kms-key-id', 'alias/metering')).toMatchObject({ Database: { KmsKeyId: 'alias/metering' } });
    await aws('create-table', '--database-name', 'IoTMetrics', '--table-name', 'Archive');
    expect(await aws('create-table', '--database-name', 'IoTMetrics', '--table-name', 'Readings', '--retention-properties', 'MemoryStoreRetentionPeriodInHours=24,MagneticStoreRetentionPeriodInDays=365'))
      .toMatchObject({ Table: { TableStatus: 'ACTIVE', RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 } } });
    expect(await aws('update-table', ...inTable({ MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true } }))).toMatchObject({ Table: { MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true } } });
    expect(await aws('describe-table', '--database-name', 'IoTMetrics', '--table-name', 'Readings')).toMatchObject({ Table: { RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24 } } });
    expect(await aws('describe-database', '--database-name', 'IoTMetrics')).toMatchObject({ Database: { TableCount: 2 } });

    const page = await aws('list-tables', '--database-name', 'IoTMetrics', '--max-results', '1');
    expect(page).toMatchObject({ Tables: [{ TableName: 'Archive' }], NextToken: expect.any(String) });
    expect(await aws('list-tables', '--database-name', 'IoTMetrics', '--next-token', String(page['NextToken']))).toMatchObject({ Tables: [{ TableName: 'Readings' }] });

    await aws('tag-resource', '--resource-arn', arn, '--tags', 'Key=stage,Value=test');
    await aws('untag-resource', '--resource-arn', arn, '--tag-keys', 'team');
    expect(await aws('list-tags-for-resource', '--resource-arn', arn)).toEqual({ Tags: [{ Key: 'stage', Value: 'test' }] });
    expect(await aws('describe-endpoints')).toEqual({ Endpoints: [{ Address: service.endpoint, CachePeriodInMinutes: 1440 }] });

    for (const name of ['Archive', 'Readings']) await aws('delete-table', '--database-name', 'IoTMetrics', '--table-name', name);
    await aws('delete-database', '--database-name', 'IoTMetrics');
    expect(await aws('list-databases')).toEqual({ Databases: [] });
  });

  it('writes records and says why the service does not take them', async () => {
    await aws('create-database', '--database-name', 'IoTMetrics');
    await aws('create-table', '--database-name', 'IoTMetrics', '--table-name', 'Readings');
    const write = (...Records: object[]) => aws('write-records', ...inTable({ CommonAttributes, Records }));
    expect(await write(record({ Version: 5 }), record({ MeasureName: 'humidity', MeasureValue: '58' }))).toEqual({ RecordsIngested: { Total: 2, MemoryStore: 2, MagneticStore: 0 } });
    await expect(write(record({ Version: 4 }))).rejects.toThrow('An error occurred (RejectedRecordsException) when calling the WriteRecords operation: One or more records have been rejected. See RejectedRecords for details.');
    await expect(write(record({ Version: 0 }))).rejects.toThrow("An error occurred (ValidationException) when calling the WriteRecords operation: 1 validation error detected: Value '0' at 'records.1.member.version' failed to satisfy constraint: Member must have value greater than or equal to 1");
    await expect(aws('create-database', '--database-name', 'IoTMetrics')).rejects.toThrow('An error occurred (ConflictException) when calling the CreateDatabase operation: The database IoTMetrics already exists.');
    await expect(aws('describe-table', '--database-name', 'IoTMetrics', '--table-name', 'readings')).rejects.toThrow('An error occurred (ResourceNotFoundException) when calling the DescribeTable operation: The table readings does not exist.');
    await expect(aws('delete-database', '--database-name', 'IoTMetrics')).rejects.toThrow('An error occurred (ValidationException) when calling the DeleteDatabase operation: The database IoTMetrics cannot be deleted because it is not empty');
  });
});
