/** The event that S3 sends of new objects: functions/collect-rejects gets it, and ingest/collect-rejects reads where the reports lie. */
import { field, jsonObject, text } from './json-object';

export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 *
 * @throws TypeError when it is no such event: that is a fault of the deployment, and Lambda keeps the event at its on-failure destination
 */
export function objectsOfEvent(event: unknown): readonly ObjectLocation[] {
  const { Records: records } = jsonObject(event);
  if (!Array.isArray(records)) throw new TypeError('the event is not one that S3 sends of new objects');
  return records.map((record: unknown) => {
    const s3 = field(jsonObject(record), 's3');
    const [bucket, key] = [text(field(s3, 'bucket')['name']), text(field(s3, 'object')['key'])];
    if (bucket === undefined || key === undefined) throw new TypeError('the event is not one that S3 sends of new objects');
    return { bucket, key: decodeURIComponent(key.replaceAll('+', ' ')) };
  });
}
