import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DescribeEndpointsCommand } from '@aws-sdk/client-timestream-write';
import { startWriteService, type WriteService } from './write-service';

let service: WriteService;
beforeAll(async () => { service = await startWriteService(); });
afterAll(() => service.close());

const run = promisify(execFile);
const root = join(__dirname, '../../..');

const createAndList = `
  const { TimestreamWriteClient, CreateDatabaseCommand, ListDatabasesCommand } = require('@aws-sdk/client-timestream-write');
  const client = new TimestreamWriteClient({});
  client.send(new CreateDatabaseCommand({ DatabaseName: process.argv[1] }))
    .then(() => client.send(new ListDatabasesCommand({})))
    .then(({ Databases }) => console.log(Databases.map(({ DatabaseName }) => DatabaseName).join()));
`;

const environment = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' };

async function describedAddress(userAgent: string): Promise<unknown> {
  const answer = await fetch(service.endpoint, {
    method: 'POST', body: '{}',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Timestream_20181101.DescribeEndpoints', 'user-agent': userAgent, connection: 'close' },
  });
  return answer.json();
}

describe('endpoint discovery', () => {
  it.each(['AWS_ENDPOINT_URL_TIMESTREAM_WRITE', 'AWS_ENDPOINT_URL'])('lets the JavaScript SDK work with nothing but %s', async (variable) => {
    const { stdout } = await run(process.execPath, ['-e', createAndList, variable], { cwd: root, env: { ...environment, [variable]: service.endpoint } });
    expect(stdout.trim().split(',')).toContain(variable);
  });

  it('gives the JavaScript SDK a bare host name, which it puts into its own endpoint', async () => {
    const { Endpoints } = await service.client.send(new DescribeEndpointsCommand({}));
    expect(Endpoints).toEqual([{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }]);
  });

  it.each(['Boto3/1.26.27 Python/3.11.2 Botocore/1.29.27', 'aws-cli/2.9.19 Python/3.11.2', 'aws-sdk-go/1.44', ''])('gives %j the whole endpoint', async (userAgent) => {
    expect(await describedAddress(userAgent)).toEqual({ Endpoints: [{ Address: service.endpoint, CachePeriodInMinutes: 1440 }] });
  });
});
