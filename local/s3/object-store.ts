/** Buckets as folders and objects as plain files: every operation reads and changes the data folder through here. */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkBucketName } from './bucket-name';
import { keysBelow, removeEmptyFolders, statsOf, type WantedKeys } from './bucket-tree';
import { isMissing, isNotEmpty, syncFolders } from './disk';
import { keyToNames, nameBesideFolder } from './key-path';
import { MultipartUploads } from './multipart-uploads';
import { attributesOfFile, readAttributes, removeAttributes, removeAttributesOfBucket, writeAttributes, type ObjectAttributes } from './object-attributes';
import { S3Error } from './s3-error';
import { SortedFolders } from './sorted-folder';

export interface StoredObject extends ObjectAttributes {
  readonly key: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** Beside the buckets, under a name that no bucket can have. */
const uploadsFolder = '.uploads';

export class ObjectStore {
  readonly multipart: MultipartUploads;
  readonly #sortedFolders = new SortedFolders();
  /** Placing and removing go one after the other: both change which names are files and which are folders. */
  #changes: Promise<unknown> = Promise.resolve();

  private constructor(private readonly folder: string) {
    this.multipart = new MultipartUploads(folder, join(folder, uploadsFolder));
  }

  /** Makes the folder when needed, and clears uploads that a crash cut off; those in parts can be gone on with. */
  static async open(folder: string): Promise<ObjectStore> {
    await rm(join(folder, uploadsFolder), { recursive: true, force: true });
    await mkdir(join(folder, uploadsFolder), { recursive: true });
    return new ObjectStore(folder);
  }

  async createBucket(bucket: string): Promise<void> {
    checkBucketName(bucket);
    await mkdir(join(this.folder, bucket), { recursive: true });
    await syncFolders(this.folder, this.folder);
  }

  async buckets(): Promise<readonly { readonly name: string; readonly createdMs: number }[]> {
    const entries = await readdir(this.folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
    return Promise.all(names.sort().map(async (name) => ({ name, createdMs: (await lstat(join(this.folder, name))).birthtimeMs })));
  }

  /** @throws S3Error NoSuchBucket */
  async checkBucket(bucket: string): Promise<void> {
    checkBucketName(bucket);
    const stats = await statsOf(join(this.folder, bucket));
    if (stats?.isDirectory() !== true) throw new S3Error('NoSuchBucket', `The specified bucket does not exist: ${bucket}`);
  }

  /** @throws S3Error BucketNotEmpty */
  removeBucket(bucket: string): Promise<void> {
    return this.#change(async () => {
      await rmdir(join(this.folder, bucket)).catch((cause: unknown) => {
        throw isNotEmpty(cause) ? new S3Error('BucketNotEmpty', `The bucket you tried to delete is not empty: ${bucket}`) : cause;
      });
      await removeAttributesOfBucket(this.folder, bucket);
      await this.multipart.removeBucket(bucket);
      await syncFolders(this.folder, this.folder);
    });
  }

  /** A new file to write an upload to; `place` or removing it is the caller's duty. */
  async newUpload(): Promise<{ readonly path: string; readonly file: FileHandle }> {
    const path = join(this.folder, uploadsFolder, randomUUID());
    return { path, file: await open(path, 'wx') };
  }

  /**
   * Makes a written and synced upload the object, in one step and for good: it survives a crash once this resolves.
   * @throws S3Error PreconditionFailed when it must be new and is not, NoSuchBucket when that went while the upload came
   */
  place(bucket: string, key: string, upload: string, attributes: ObjectAttributes, mustBeNew: boolean): Promise<void> {
    return this.#change(async () => {
      await this.checkBucket(bucket);
      if (mustBeNew && (await this.#find(bucket, key)) !== undefined) {
        throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold: the object exists');
      }
      const path = await this.#pathToWrite(bucket, key);
      const { size, mtimeMs } = await lstat(upload);
      // Attributes first: until the file is there, their size and time do not fit, and they are passed over.
      await writeAttributes(this.folder, bucket, key, { ...attributes, size, modifiedMs: mtimeMs });
      await rename(upload, path);
      await syncFolders(join(this.folder, bucket), dirname(path));
    });
  }

  /** @returns the object and its open file, which the caller closes; undefined when there is none */
  async read(bucket: string, key: string): Promise<{ readonly object: StoredObject; readonly file: FileHandle } | undefined> {
    for (const path of this.#placesOf(bucket, key)) {
      const file = await openFile(path);
      if (file === undefined) continue;
      try {
        return { object: await this.#describe(bucket, key, await file.stat(), path), file };
      } catch (error) {
        await file.close();
        throw error;
      }
    }
    return undefined;
  }

  /** @param check throws when the object, as it is in that moment or is not there, must not go */
  remove(bucket: string, key: string, check?: (object: StoredObject | undefined) => void): Promise<void> {
    return this.#change(async () => {
      const path = await this.#find(bucket, key);
      if (check !== undefined) check(path === undefined ? undefined : await this.#describe(bucket, key, await lstat(path), path));
      if (path === undefined) return;
      await rm(path);
      await removeAttributes(this.folder, bucket, key);
      await removeEmptyFolders(dirname(path), join(this.folder, bucket));
    });
  }

  keys(bucket: string, wanted: WantedKeys): AsyncIterable<string> {
    return keysBelow(this.#sortedFolders, join(this.folder, bucket), wanted);
  }

  /** As `read`, without opening the file. */
  async stat(bucket: string, key: string): Promise<StoredObject | undefined> {
    for (const path of this.#placesOf(bucket, key)) {
      const stats = await statsOf(path);
      if (stats?.isFile() === true) return this.#describe(bucket, key, stats, path);
    }
    return undefined;
  }

  #change<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#changes.then(change);
    this.#changes = changed.catch(() => undefined);
    return changed;
  }

  async #find(bucket: string, key: string): Promise<string | undefined> {
    for (const path of this.#placesOf(bucket, key)) if ((await statsOf(path))?.isFile() === true) return path;
    return undefined;
  }

  /** In the order in which an object is moved, never back: who looks for a file in each of them, in turn, does not miss it meanwhile. */
  #placesOf(bucket: string, key: string): readonly string[] {
    const path = join(this.folder, bucket, ...keyToNames(key));
    return [path, nameBesideFolder(path)];
  }

  /** Makes the folders above, and room for them where an object lies in the way. */
  async #pathToWrite(bucket: string, key: string): Promise<string> {
    const names = keyToNames(key);
    let parent = join(this.folder, bucket);
    for (const name of names.slice(0, -1)) {
      parent = join(parent, name);
      if ((await statsOf(parent))?.isFile() === true) await rename(parent, nameBesideFolder(parent));
      await mkdir(parent, { recursive: true });
    }
    const path = join(parent, names.at(-1) ?? '');
    const beside = nameBesideFolder(path);
    const isTaken = (await statsOf(path))?.isDirectory() === true || (await statsOf(beside)) !== undefined;
    return isTaken ? beside : path;
  }

  async #describe(bucket: string, key: string, stats: Stats, path: string): Promise<StoredObject> {
    const stored = await readAttributes(this.folder, bucket, key);
    const isOfThisFile = stored?.size === stats.size && stored.modifiedMs === stats.mtimeMs;
    const attributes = isOfThisFile ? stored : await attributesOfFile(path);
    return { ...attributes, key, size: stats.size, modifiedMs: stats.mtimeMs };
  }
}

/** @returns undefined when there is no file, or no more when it is opened */
async function openFile(path: string): Promise<FileHandle | undefined> {
  if ((await statsOf(path))?.isFile() !== true) return undefined;
  const file = await open(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if ((await file?.stat())?.isFile() === true) return file;
  await file?.close();
  return undefined;
}
