/** Finds the dead letters in a data folder, where the local S3 keeps its buckets as plain files; works while the stack is stopped. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { deadLetterFrom, isDeadLetterKey, type DeadLetter } from './dead-letter';

/**
 * Newest first. Empty when the folder has no buckets yet.
 * @param data the data folder of the stack
 */
export function readDeadLetters(data: string): DeadLetter[] {
  const buckets = join(data, 's3');
  if (!existsSync(buckets)) {
    return [];
  }
  return readdirSync(buckets, { withFileTypes: true })
    // The local S3 keeps what is no bucket under names with a dot, which no bucket begins with.
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((bucket) => readBucket(join(buckets, bucket.name)))
    .sort((one, other) => other.at.localeCompare(one.at));
}

/** Dead letters have keys without any character that the local S3 would escape, so the path of the file is the key. */
function readBucket(folder: string): DeadLetter[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, key: relative(folder, file).split(sep).join('/') }))
    .filter(({ key }) => isDeadLetterKey(key))
    .map(({ file, key }) => deadLetterFrom(key, readFileSync(file, 'utf8'), statSync(file).mtime));
}
