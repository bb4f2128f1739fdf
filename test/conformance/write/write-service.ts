/** A Timestream server of this process with the official client for it, for the tests beside. */
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient, type CreateTableCommandInput, type _Record } from '@aws-sdk/client-timestream-write';
import { WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import { startTimestream, type TimestreamOptions } from '../../../local/timestream/server';

export interface WriteService {
  readonly client: TimestreamWriteClient;
  readonly endpoint: string;
  close(): Promise<void>;
}

export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export function clientFor(endpoint: string): TimestreamWriteClient {
  return new TimestreamWriteClient({ endpoint, region: 'us-east-1', credentials });
}

export async function startWriteService(options: Partial<TimestreamOptions> = {}): Promise<WriteService> {
  const server = await startTimestream({ data: ':memory:', ...options });
  const client = clientFor(server.endpoint);
  return {
    client,
    endpoint: server.endpoint,
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}

export const databaseName = 'IoTMetrics';

/** Makes the database when it is missing, and a table. */
export async function createTable(client: TimestreamWriteClient, tableName: string, members: Partial<CreateTableCommandInput> = {}): Promise<void> {
  await client.send(new CreateDatabaseCommand({ DatabaseName: databaseName })).catch((error: Error) => {
    if (error.name !== 'ConflictException') throw error;
  });
  await client.send(new CreateTableCommand({ DatabaseName: databaseName, TableName: tableName, ...members }));
}

export function write(client: TimestreamWriteClient, tableName: string, records: _Record[], common?: _Record) {
  return client.send(new WriteRecordsCommand({ DatabaseName: databaseName, TableName: tableName, Records: records, CommonAttributes: common }));
}
