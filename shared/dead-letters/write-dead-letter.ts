/** Stores a dead letter in the dead-letter bucket; ingest counts a reading as dead-lettered only when this has resolved. */
import type { S3Client } from '@aws-sdk/client-s3';
import { deadLetterKey, type DeadLetter } from './dead-letter';

/** For a body of a few hundred kilobytes; the client tries three times. Without throwOnRequestTimeout it would only warn. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

let client: S3Client | undefined;

/**
 * Stores one dead letter. Doing so twice is harmless: the same reading has the same key.
 *
 * @returns the key
 * @throws whatever the S3 client throws; the letter is not stored then
 */
export async function writeDeadLetter(bucket: string, letter: DeadLetter, signal?: AbortSignal): Promise<string> {
  // Loaded with the first dead letter: most instances never see one.
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  client ??= new S3Client({ requestHandler });
  const key = deadLetterKey(letter);
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(letter), ContentType: 'application/json' });
  await client.send(command, signal === undefined ? {} : { abortSignal: signal });
  return key;
}
