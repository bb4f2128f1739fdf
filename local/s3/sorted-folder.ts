/** The names of one folder of a bucket, in the order of their keys; bucket-tree walks from folder to folder. */
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './disk';
import { namesToKey, namesToPrefix } from './key-path';

export interface Entry {
  /** The way from the bucket's folder down to it. */
  readonly names: readonly string[];
  readonly isFolder: boolean;
  /** The key, or what all keys of a folder begin with. */
  readonly keyOrPrefix: string;
  /** Of keyOrPrefix, for comparing. */
  readonly bytes: Buffer;
}

interface KeptFolder {
  readonly path: string;
  /** An unchanged folder has the same names. */
  readonly changedNs: bigint;
  readonly entries: readonly Entry[];
}

/** What a page of a listing holds: a smaller folder is as quickly read again. */
const worthKeeping = 1000;

/** Some file systems note the time of a change to the second, or to two. */
const clockTickMs = 2000;

/** Between two pages of a listing. */
const keptMs = 60_000;

/** Remembers a large folder for a while: its listing comes page by page, and each page would have to read and sort all its names. */
export class SortedFolders {
  #kept: KeptFolder | undefined;
  #forgetting: NodeJS.Timeout | undefined;

  /** @param now epoch milliseconds, by the clock of the file system */
  constructor(private readonly now: () => number = Date.now) {}

  /** @param names the way from the bucket's folder down to the one that is read */
  async read(bucketFolder: string, names: readonly string[]): Promise<readonly Entry[]> {
    const path = join(bucketFolder, ...names);
    const changedNs = await lastChangeOf(path);
    if (changedNs === undefined) return [];
    if (this.#kept?.path === path && this.#kept.changedNs === changedNs) {
      this.#forgetting?.refresh();
      return this.#kept.entries;
    }
    // A change right after the reading must have another time than what was read, or it would go unseen.
    const isSettled = BigInt(this.now() - clockTickMs) * 1_000_000n > changedNs;
    const found = await readdir(path, { withFileTypes: true }).catch(noneWhenMissing);
    const entries = found.flatMap((entry) => entryOf(names, entry) ?? []).sort(byBytes);
    if (entries.length > worthKeeping && isSettled) this.#keep({ path, changedNs, entries });
    return entries;
  }

  #keep(folder: KeptFolder): void {
    clearTimeout(this.#forgetting);
    this.#kept = folder;
    this.#forgetting = setTimeout(() => { this.#kept = undefined; }, keptMs).unref();
  }
}

export function byBytes(a: Entry, b: Entry): number {
  return Buffer.compare(a.bytes, b.bytes);
}

async function lastChangeOf(path: string): Promise<bigint | undefined> {
  const [stats] = await lstat(path, { bigint: true }).then((found) => [found], noneWhenMissing);
  return stats?.ctimeNs;
}

function noneWhenMissing(error: unknown): [] {
  if (isMissing(error)) return [];
  throw error;
}

/** @returns undefined for what is not ours */
function entryOf(above: readonly string[], entry: Dirent): Entry | undefined {
  const names = [...above, entry.name];
  const isFolder = entry.isDirectory();
  const keyOrPrefix = isFolder ? namesToPrefix(names) : entry.isFile() ? namesToKey(names) : undefined;
  return keyOrPrefix === undefined ? undefined : { names, isFolder, keyOrPrefix, bytes: Buffer.from(keyOrPrefix) };
}
