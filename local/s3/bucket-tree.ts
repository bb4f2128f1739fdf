/** Walks the folders of a bucket: which keys lie in it, and which folders nobody needs any more. object-store calls it. */
import type { Stats } from 'node:fs';
import { lstat, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing, isNotEmpty } from './disk';
import { keyToNames } from './key-path';
import { byBytes, type Entry, type SortedFolders } from './sorted-folder';

export interface WantedKeys {
  readonly prefix: string;
  /** Keys come in the order of their UTF-8 bytes, which is S3's. */
  readonly after: string;
}

/**
 * The wanted keys in order. A folder is read when its keys are asked for, and not at all when none of them can be wanted.
 *
 * @param names the way from the bucket's folder down to the one to begin with
 */
export async function* keysBelow(folders: Pick<SortedFolders, 'read'>, bucketFolder: string, wanted: WantedKeys, names = namesAbove(wanted.prefix)): AsyncGenerator<string> {
  const entriesOf = async (folder: readonly string[]): Promise<readonly Entry[]> => {
    const after = Buffer.from(wanted.after);
    return (await folders.read(bucketFolder, folder)).filter((entry) => mayBeWanted(entry, wanted, after));
  };
  // Backwards, so that the next one is popped.
  let left = (await entriesOf(names)).toReversed();
  for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
    if (!entry.isFolder) yield entry.keyOrPrefix;
    else if (entry.keyOrPrefix.endsWith('/')) yield* keysBelow(folders, bucketFolder, wanted, entry.names);
    else {
      // A part of a long segment: its keys may lie between those of other names here, but only of such that begin with the same part.
      const mixed = [...popBeginningWith(entry.keyOrPrefix, left), ...await entriesOf(entry.names)];
      left = left.concat(mixed.sort(byBytes).reverse());
    }
  }
}

function popBeginningWith(text: string, left: Entry[]): readonly Entry[] {
  const at = left.findLastIndex((entry) => !entry.keyOrPrefix.startsWith(text));
  return left.splice(at + 1);
}

/** Down to the folder that has all keys with the prefix. */
function namesAbove(prefix: string): readonly string[] {
  const parents = prefix.split('/').slice(0, -1).join('/');
  return parents === '' ? [] : keyToNames(parents);
}

function mayBeWanted({ isFolder, keyOrPrefix, bytes }: Entry, { prefix, after }: WantedKeys, afterBytes: Buffer): boolean {
  const isAfter = Buffer.compare(bytes, afterBytes) > 0 || (isFolder && after.startsWith(keyOrPrefix));
  return isAfter && (keyOrPrefix.startsWith(prefix) || (isFolder && prefix.startsWith(keyOrPrefix)));
}

/** From a folder up to its bucket, which stays. */
export async function removeEmptyFolders(from: string, bucketFolder: string): Promise<void> {
  for (let folder = from; folder !== bucketFolder; folder = dirname(folder)) {
    // Not by reading it first: that takes as long as it has names, for each of them that goes.
    const isGone = await rmdir(folder).then(() => true, (error: unknown) => {
      if (isNotEmpty(error)) return false;
      throw error;
    });
    if (!isGone) return;
  }
}

/** Of the name itself: a link leads nowhere. */
export async function statsOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}
