/** Event notifications on new objects: server tells of each, and who is configured to hear of it does; the event is s3-event's. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, writeFileSafely } from './disk';
import type { ObjectStore } from './object-store';
import { completeMultipartUpload } from './operations/complete-multipart-upload';
import { copyObject } from './operations/copy-object';
import { putObject } from './operations/put-object';
import type { S3Operation } from './s3-answer';
import { s3Event } from './s3-event';

export interface BucketNotification {
  readonly bucket: string;
  readonly functionArn: string;
  /** `s3:ObjectCreated:*` or one of its kinds. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** Resolves when the event is in safe hands; until then the object's writer has no answer. */
export type Notify = (functionArn: string, event: object) => Promise<void>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
export const createdBy: ReadonlyMap<S3Operation, string> = new Map([
  [putObject, 'ObjectCreated:Put'],
  [copyObject, 'ObjectCreated:Copy'],
  [completeMultipartUpload, 'ObjectCreated:CompleteMultipartUpload'],
]);

/** Beside the buckets, under a name that no bucket can have: what is stored before the next start has configured anything counts too. */
const fileName = '.notifications.json';

interface NotificationParts {
  readonly folder: string;
  readonly store: ObjectStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly notify: Notify | undefined;
}

export class Notifications {
  private constructor(private readonly parts: NotificationParts, private configured: readonly BucketNotification[]) {}

  static async open(parts: NotificationParts): Promise<Notifications> {
    const text = await readFile(join(parts.folder, fileName), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '[]';
      throw error;
    });
    return new Notifications(parts, JSON.parse(text) as BucketNotification[]); // written by `set` alone
  }

  async set(configured: readonly BucketNotification[]): Promise<void> {
    await writeFileSafely(join(this.parts.folder, fileName), JSON.stringify(configured));
    this.configured = configured;
  }

  /** An object that is gone already made its event, too, but nobody could do anything with it. */
  async created(event: string, bucket: string, key: string): Promise<void> {
    const { notify, store, now } = this.parts;
    const wanted = this.configured.filter((notification) => notification.bucket === bucket && key.startsWith(notification.prefix) && key.endsWith(notification.suffix) && isEvent(event, notification.events));
    if (notify === undefined || wanted.length === 0) return;
    const object = await store.stat(bucket, key);
    if (object === undefined) return;
    for (const { functionArn } of wanted) await notify(functionArn, s3Event(event, bucket, object, functionArn, now()));
  }
}

function isEvent(event: string, wanted: readonly string[]): boolean {
  return wanted.some((name) => name === `s3:${event}` || name === 's3:ObjectCreated:*');
}
