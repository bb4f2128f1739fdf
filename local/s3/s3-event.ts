/** The event that S3 sends of a new object: notifications hands it on. */
import { createHash } from 'node:crypto';
import type { StoredObject } from './object-store';

/** Nobody in particular: this server has one owner of everything. */
const principalId = 'LOCAL';

/** The last sequence number, so that two events of one millisecond have two. */
let sequence = 0;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @param event `ObjectCreated:Put`
 * @param at epoch milliseconds
 */
export function s3Event(event: string, bucket: string, { key, size, etag }: StoredObject, functionArn: string, at: number): object {
  sequence = Math.max(sequence + 1, at * 1000);
  return {
    Records: [{
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: functionArn.split(':')[3],
      eventTime: new Date(at).toISOString(),
      eventName: event,
      userIdentity: { principalId },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: {},
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: createHash('md5').update(functionArn).digest('hex'),
        bucket: { name: bucket, ownerIdentity: { principalId }, arn: `arn:aws:s3:::${bucket}` },
        // As a form would send it: a space is a plus.
        object: { key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'), size, eTag: etag.replaceAll('"', ''), sequencer: sequence.toString(16).toUpperCase().padStart(18, '0') },
      },
    }],
  };
}
