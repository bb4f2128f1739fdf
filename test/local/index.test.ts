/** What other projects import: a server and its buckets in three lines, and nothing left when it is closed. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, DescribeDatabaseCommand, ListDatabasesCommand, TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import { type LocalTimestream, startTimestream, type StartOptions } from '../../local';
import { removeTemporaryFolders, temporaryFolder } from './timestream/temporary-folder';

const started: { close(): Promise<void> }[] = [];
afterEach(async () => { for (const each of started.splice(0).reverse()) await each.close(); });
afterAll(removeTemporaryFolders);

async function start(options?: StartOptions): Promise<LocalTimestream> {
  const server = await startTimestream(options);
  started.push(server);
  return server;
}

/** Closed before the server it speaks to. */
function using<C extends { destroy(): void }>(client: C): C {
  started.push({ close: async () => { client.destroy(); } });
  return client;
}

/** Where servers in memory keep a bucket of this name. */
const foldersWith = (bucket: string) => readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 's3', bucket)));

it('takes records and answers queries in memory, without an option', async () => {
  const server = await start();
  const write = using(new TimestreamWriteClient(server.clientConfig));
  await write.send(new CreateDatabaseCommand({ DatabaseName: 'Fleet' }));
  await write.send(new CreateTableCommand({ DatabaseName: 'Fleet', TableName: 'Readings' }));
  await write.send(new WriteRecordsCommand({
    DatabaseName: 'Fleet', TableName: 'Readings',
    Records: [{ Dimensions: [{ Name: 'device', Value: 'a' }], MeasureName: 'temperature', MeasureValue: '21.5', MeasureValueType: 'DOUBLE', Time: String(Date.now()) }],
  }));
  const query = using(new TimestreamQueryClient(server.clientConfig));
  const { Rows } = await query.send(new QueryCommand({ QueryString: 'SELECT device, measure_value::double FROM Fleet.Readings' }));
  expect(Rows).toEqual([{ Data: [{ ScalarValue: 'a' }, { ScalarValue: '21.5' }] }]);
  await server.close();
});

it('has buckets of its own, which are gone when it is closed', async () => {
  const Bucket = `exports-${process.pid}`;
  const server = await start();
  const s3 = using(new S3Client({ ...server.clientConfig, endpoint: server.s3Endpoint }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'c' }));
  expect(foldersWith(Bucket)).toHaveLength(1);
  await server.close();
  expect(foldersWith(Bucket)).toEqual([]);
  await expect(fetch(server.s3Endpoint)).rejects.toThrow();
});

it('keeps a data folder that it is given, and refuses one that is in use', async () => {
  const data = temporaryFolder();
  const first = await start({ data });
  const write = using(new TimestreamWriteClient(first.clientConfig));
  await write.send(new CreateDatabaseCommand({ DatabaseName: 'kept' }));
  await expect(start({ data })).rejects.toThrow(`${data} is in use by process ${process.pid}`);
  await first.close();

  const second = await start({ data });
  const again = using(new TimestreamWriteClient(second.clientConfig));
  await expect(again.send(new DescribeDatabaseCommand({ DatabaseName: 'kept' }))).resolves.toMatchObject({ Database: { DatabaseName: 'kept' } });
  await second.close();
});

it('refuses a port that is taken, and lets go of the folder', async () => {
  const data = temporaryFolder();
  const { port } = await start();
  await expect(start({ port, data })).rejects.toThrow(`port ${port}: this port is taken`);
  await expect(start({ s3Port: port, data })).rejects.toThrow(`s3Port ${port}: this port is taken`);
  await start({ data });
});

it('gives the key to sign with when it was given one, for both endpoints', async () => {
  const server = await start({ accessKeys: [{ accessKeyId: 'AKIDEMBEDDED', secretAccessKey: 'a secret / with + signs' }] });
  const write = using(new TimestreamWriteClient(server.clientConfig));
  await expect(write.send(new ListDatabasesCommand({}))).resolves.toMatchObject({ Databases: [] });
  const s3 = using(new S3Client({ ...server.clientConfig, endpoint: server.s3Endpoint }));
  await expect(s3.send(new ListBucketsCommand({}))).resolves.toMatchObject({ Buckets: [] });
  const stranger = using(new S3Client({ ...server.clientConfig, endpoint: server.s3Endpoint, credentials: { accessKeyId: 'AKIDEMBEDDED', secretAccessKey: 'another' } }));
  await expect(stranger.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  await server.close();
});
