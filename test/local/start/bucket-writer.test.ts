/** The stack's own writing to the local S3. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3 } from '../../../local/s3/server';
import { BucketWriter, bucketOf } from '../../../local/start/bucket-writer';

describe('the bucket writer', () => {
  it('makes the buckets that are missing, keeps those that are there, and stores objects', async () => {
    const folder = mkdtempSync(join(tmpdir(), 's3-'));
    const s3 = await startS3({ port: 0, host: '127.0.0.1', folder });
    const writer = new BucketWriter(s3.endpoint);
    await writer.create(['fleet-local-letters']);
    await writer.put('fleet-local-letters', 'reason=x/one.json', '{"n":1}');
    await writer.create(['fleet-local-letters', 'fleet-local-others']);
    expect(readFileSync(join(folder, 'fleet-local-letters/reason=x/one.json'), 'utf8')).toBe('{"n":1}');
    writer.close();
    await s3.close();
    rmSync(folder, { recursive: true });
  });

  it('knows the bucket of a destination', () => {
    expect(bucketOf('arn:aws:s3:::fleet-local-letters')).toBe('fleet-local-letters');
  });

  it.each(['arn:aws:sqs:us-east-1:123456789012:queue', 'fleet-local-letters'])('refuses %s as a destination', (destination) => {
    expect(() => bucketOf(destination)).toThrow(`the on-failure destination ${destination} is not supported yet: only buckets are`);
  });
});
