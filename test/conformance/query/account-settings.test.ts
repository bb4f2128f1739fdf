/** The account's settings through the real SDK; on AWS they are real settings, so these cases stay local. */
import { DescribeAccountSettingsCommand, TimestreamQueryClient, UpdateAccountSettingsCommand, type UpdateAccountSettingsCommandInput } from '@aws-sdk/client-timestream-query';
import { startTimestream } from '../../../local/timestream/server';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';
import { localTest, startQueryService } from './query-service';

afterAll(removeTemporaryFolders);

const defaults = { MaxQueryTCU: 200, QueryPricingModel: 'COMPUTE_UNITS', QueryCompute: { ComputeMode: 'ON_DEMAND' } };

localTest('settings begin with the defaults, change one by one and survive a restart', async () => {
  const data = temporaryFolder();
  const first = await startQueryService({ data });
  expect(await first.query.send(new DescribeAccountSettingsCommand({}))).toMatchObject(defaults);
  expect(await first.query.send(new UpdateAccountSettingsCommand({ MaxQueryTCU: 400 }))).toMatchObject({ ...defaults, MaxQueryTCU: 400 });
  expect(await first.query.send(new UpdateAccountSettingsCommand({ QueryPricingModel: 'COMPUTE_UNITS' }))).toMatchObject({ MaxQueryTCU: 400 });
  await first.close();
  const second = await startTimestream({ data });
  const client = new TimestreamQueryClient({ endpoint: second.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  expect(await client.send(new DescribeAccountSettingsCommand({}))).toMatchObject({ ...defaults, MaxQueryTCU: 400 });
  client.destroy();
  await second.close();
});

localTest('what the service refuses is refused', async () => {
  const service = await startQueryService();
  const refused: readonly UpdateAccountSettingsCommandInput[] = [
    { MaxQueryTCU: 0 }, { MaxQueryTCU: 6 }, { MaxQueryTCU: 1004 }, { QueryPricingModel: 'BYTES_SCANNED' },
    { QueryCompute: { ComputeMode: 'PROVISIONED', ProvisionedCapacity: { TargetQueryTCU: 8 } } },
    { QueryCompute: { ComputeMode: 'PROVISIONED' } },
  ];
  for (const input of refused) {
    await expect(service.query.send(new UpdateAccountSettingsCommand(input))).rejects.toMatchObject({ name: 'ValidationException' });
  }
  for (const MaxQueryTCU of [4, 1000]) {
    expect(await service.query.send(new UpdateAccountSettingsCommand({ MaxQueryTCU, QueryCompute: { ComputeMode: 'ON_DEMAND' } }))).toMatchObject({ MaxQueryTCU });
  }
  await service.close();
});
