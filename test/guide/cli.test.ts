/** The AWS CLI lines of the guide, against an empty server. */
import { startTimestream, type RunningTimestream } from '../../local/timestream/server';
import { retention } from './sdk';
import { awsCli, describeWith, runCliLines } from './tools';

jest.setTimeout(60_000);

describeWith('awscli', awsCli, ['--version'])('the AWS CLI lines of the guide', () => {
  let server: RunningTimestream;

  beforeEach(async () => {
    server = await startTimestream({ data: ':memory:' });
  });

  afterEach(() => server.close());

  it('create a database and a table with its retention', async () => {
    const printed = await runCliLines(server.endpoint, 'snippets/03-create.sh');
    expect(printed).toContain('"TableName": "SensorReadings"');
    expect(printed).toContain('"EnableMagneticStoreWrites": true');
    expect(await retention(server.endpoint)).toEqual({ MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 });
  });

  it('change the retention', async () => {
    await runCliLines(server.endpoint, 'snippets/03-create.sh');
    await runCliLines(server.endpoint, 'snippets/10-update-retention.sh');
    expect(await retention(server.endpoint)).toEqual({ MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 1825 });
  });

  it('fail when the table is not there', async () => {
    await expect(runCliLines(server.endpoint, 'snippets/10-update-retention.sh')).rejects.toThrow('(ResourceNotFoundException)');
  });
});
