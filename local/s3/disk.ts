/** What it takes on disk for a file to survive a crash; the object store uses it. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Nothing has this name, something above it is a file, or it is longer than any name here. */
export function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG');
}

/** A folder cannot go, since something is in it. */
export function isNotEmpty(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOTEMPTY';
}

/** A file appears whole or not at all. */
export async function writeFileSafely(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolders(dirname(path), dirname(path));
}

/** Names are on disk only when their folders are: syncs from the folder given up to the one at the top. */
export async function syncFolders(top: string, from: string): Promise<void> {
  for (let path = from; ; path = dirname(path)) {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    if (path === top) return;
  }
}
