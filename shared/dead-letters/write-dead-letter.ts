/** Stores a dead letter in the dead-letter bucket; ingest counts a reading as dead-lettered only when this has resolved. */
import { putObject } from './bucket';
import { deadLetterKey, type DeadLetter } from './dead-letter';

/**
 * Stores one dead letter. Doing so twice is harmless: the same reading has the same key.
 *
 * @returns the key
 * @throws whatever the S3 client throws; the letter is not stored then
 */
export async function writeDeadLetter(bucket: string, letter: DeadLetter, signal?: AbortSignal): Promise<string> {
  const key = deadLetterKey(letter);
  await putObject(bucket, key, JSON.stringify(letter), signal);
  return key;
}
