/** Walks the folders of a bucket: which keys lie in it, and which folders nobody needs any more. object-store calls it. */
import type { Stats } from 'node:fs';
import { lstat, readdir, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, isNotEmpty } from './disk';
import { namesToKey } from './key-path';

/** @param names the way from the bucket down to the folder */
export async function keysBelow(folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const keys: string[] = [];
  for (const entry of entries) {
    const path = [...names, entry.name];
    const below = entry.isDirectory() ? await keysBelow(join(folder, entry.name), path) : [entry.isFile() ? namesToKey(path) : undefined];
    for (const key of below) if (key !== undefined) keys.push(key);
  }
  return keys;
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
