/** The local S3 through the clients that people have at hand: the AWS CLI and boto3, with files that go up and down in parts. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3, type S3Server } from '../../../local/s3/server';
import { describeWithEach, run } from '../../conformance/write/found-tools';
import { awsCliVersion, startAwsCli, type AwsCli } from '../../conformance/write/start-aws-cli';

jest.setTimeout(60_000);

let folder: string;
let server: S3Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-command-line-'));
  server = await startS3({ port: 0, host: '127.0.0.1', folder: join(folder, 's3') });
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Above 8 MB both clients go over to parts, of 8 MB. */
const largeBytes = 20 * 1024 * 1024 + 7;

function largeFile(): string {
  const file = join(folder, 'large.bin');
  writeFileSync(file, Buffer.from(Uint32Array.from({ length: Math.ceil(largeBytes / 4) }, (_, index) => Math.imul(index, 2654435761)).buffer).subarray(0, largeBytes));
  return file;
}

describeWithEach('AWS CLI', ['/usr/bin/python3'], ['-c', awsCliVersion], (python) => {
  let cli: AwsCli;
  beforeAll(() => { cli = startAwsCli(python); });
  afterAll(() => { cli.close(); });
  const aws = (...parameters: string[]): Promise<string> => cli.run(['--endpoint-url', server.endpoint, ...parameters]);

  it('makes a bucket, copies folders up and down, lists, moves and removes', async () => {
    mkdirSync(join(folder, 'up', 'deeper'), { recursive: true });
    writeFileSync(join(folder, 'up', 'note.txt'), 'from the command line');
    writeFileSync(join(folder, 'up', 'deeper', 'ä & b.csv'), '1,2\n');
    await aws('s3', 'mb', 's3://made-by-cli');
    await aws('s3', 'cp', '--recursive', join(folder, 'up'), 's3://made-by-cli/export/');
    expect(await aws('s3', 'ls', 's3://made-by-cli/export/')).toMatch(/PRE deeper\/\n.* 21 note\.txt\n$/);
    expect(await aws('s3', 'ls', 's3://made-by-cli/', '--recursive')).toContain('export/deeper/ä & b.csv');
    expect(await aws('s3', 'cp', 's3://made-by-cli/export/note.txt', '-')).toBe('from the command line');
    await aws('s3', 'mv', 's3://made-by-cli/export/note.txt', 's3://made-by-cli/moved.txt');
    await aws('s3', 'sync', 's3://made-by-cli', join(folder, 'down'));
    expect(readFileSync(join(folder, 'down', 'moved.txt'), 'utf8')).toBe('from the command line');
    expect(readFileSync(join(folder, 'down', 'export', 'deeper', 'ä & b.csv'), 'utf8')).toBe('1,2\n');
    await aws('s3', 'rm', '--recursive', 's3://made-by-cli/export');
    expect(readdirSync(join(folder, 's3', 'made-by-cli'))).toEqual(['moved.txt']);
    await aws('s3', 'rb', '--force', 's3://made-by-cli');
    expect(await aws('s3', 'ls')).toBe('');
  });

  it('copies a large file up in parts and down in ranges', async () => {
    const file = largeFile();
    await aws('s3', 'mb', 's3://large');
    await aws('s3', 'cp', '--quiet', file, 's3://large/a/large.bin');
    expect(JSON.parse(await aws('s3api', 'head-object', '--bucket', 'large', '--key', 'a/large.bin'))).toMatchObject({ ContentLength: largeBytes, ETag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/) });
    await aws('s3', 'cp', '--quiet', 's3://large/a/large.bin', join(folder, 'again.bin'));
    expect(readFileSync(join(folder, 'again.bin')).equals(readFileSync(file))).toBe(true);
    expect(readdirSync(join(folder, 's3', '.multipart'))).toEqual([]);
  });
});

describeWithEach('boto3', ['/usr/bin/python3'], ['-c', 'import boto3; print("boto3", boto3.__version__)'], (python) => {
  it('uploads in parts, reads a range, deletes many objects at once', async () => {
    const script = `
import boto3, sys
endpoint, file = sys.argv[1:]
s3 = boto3.client('s3', endpoint_url=endpoint)
s3.create_bucket(Bucket='made-by-boto3')
s3.upload_file(file, 'made-by-boto3', 'large.bin', ExtraArgs={'ContentType': 'application/x-large', 'Metadata': {'origin': 'boto3'}})
for key in ('a', 'b/c'):
    s3.put_object(Bucket='made-by-boto3', Key=key, Body=key.encode())
head = s3.head_object(Bucket='made-by-boto3', Key='large.bin')
part = s3.get_object(Bucket='made-by-boto3', Key='large.bin', Range='bytes=20971520-')['Body'].read()
s3.delete_objects(Bucket='made-by-boto3', Delete={'Objects': [{'Key': 'a'}, {'Key': 'b/c'}]})
keys = [each['Key'] for each in s3.list_objects_v2(Bucket='made-by-boto3')['Contents']]
print(head['ContentLength'], head['ContentType'], head['Metadata'], len(part), keys)
`;
    const file = largeFile();
    const told = await run(python, ['-c', script, server.endpoint, file]);
    expect(told.trim()).toBe(`${largeBytes} application/x-large {'origin': 'boto3'} 7 ['large.bin']`);
    expect(readFileSync(join(folder, 's3', 'made-by-boto3', 'large.bin')).equals(readFileSync(file))).toBe(true);
  });
});
