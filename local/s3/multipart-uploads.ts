/** Objects that come in parts: each part a file with its facts beside it, until they are put together or given up; object-store owns it. */
import { randomUUID } from 'node:crypto';
import { readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, syncFolders, writeFileSafely } from './disk';
import { S3Error } from './s3-error';

export interface MultipartUpload {
  readonly bucket: string;
  readonly key: string;
  /** Those that come back with the object. */
  readonly headers: Readonly<Record<string, string>>;
  /** The header of the checksum that the object shall have, and whether it is one of the bytes or of the parts' checksums. */
  readonly checksum?: { readonly name: string; readonly isComposite: boolean };
}

export interface Part {
  readonly number: number;
  readonly path: string;
  readonly size: number;
  /** In quotes. */
  readonly etag: string;
  readonly checksums: Readonly<Record<string, string>>;
}

/** By the name of its file alone: the folder may be copied or moved between two parts. */
type StoredPart = Omit<Part, 'path'> & { readonly file: string };

/** Beside the buckets, under a name that no bucket can have. */
const multipartFolder = '.multipart';
const uploadFile = 'upload.json';
const uploadId = /^[0-9a-f-]{36}$/;

export class MultipartUploads {
  /** Made with the first upload. */
  readonly #folder: string;

  /** @param scratchFolder of the same store, cleared at every start */
  constructor(private readonly storeFolder: string, private readonly scratchFolder: string) {
    this.#folder = join(storeFolder, multipartFolder);
  }

  /** @returns the id */
  async create(upload: MultipartUpload): Promise<string> {
    const id = randomUUID();
    await writeFileSafely(join(this.#folder, id, uploadFile), JSON.stringify(upload));
    await syncFolders(this.storeFolder, this.#folder);
    return id;
  }

  /** @throws S3Error NoSuchUpload when there is none of this id for this object */
  async find(id: string, bucket: string, key: string): Promise<MultipartUpload> {
    const upload = uploadId.test(id) ? await this.#upload(id) : undefined;
    if (upload?.bucket !== bucket || upload.key !== key) throw noSuchUpload(id);
    return upload;
  }

  /**
   * Makes a received file the part of its number, in the place of one that was there.
   * @throws S3Error NoSuchUpload when the upload has ended meanwhile
   */
  async addPart(id: string, received: Part): Promise<void> {
    await this.#keep(id, received).catch((error: unknown) => { throw isMissing(error) ? noSuchUpload(id) : error; });
    if ((await this.#upload(id)) !== undefined) return;
    // It ended just now, and what was written since would stay for ever.
    await this.remove(id);
    throw noSuchUpload(id);
  }

  /** By number; none of an upload that has ended. */
  async parts(id: string): Promise<ReadonlyMap<number, Part>> {
    const names = ((await readdir(join(this.#folder, id)).catch(missingAsUndefined)) ?? []).filter((name) => /^\d+\.json$/.test(name));
    const parts = await Promise.all(names.map((name) => this.#part(id, name)));
    return new Map(parts.flatMap((part) => (part === undefined ? [] : [[part.number, part]])));
  }

  async remove(id: string): Promise<void> {
    const gone = join(this.scratchFolder, randomUUID());
    // Away at once: half of it is never taken for all of it, and no part comes into it while it goes.
    await rename(join(this.#folder, id), gone).catch(missingAsUndefined);
    await rm(gone, { recursive: true, force: true });
  }

  /** Of a bucket that goes. */
  async removeBucket(bucket: string): Promise<void> {
    for (const id of (await readdir(this.#folder).catch(missingAsUndefined)) ?? []) {
      if ((await this.#upload(id))?.bucket === bucket) await this.remove(id);
    }
  }

  async #upload(id: string): Promise<MultipartUpload | undefined> {
    const text = await readFile(join(this.#folder, id, uploadFile), 'utf8').catch(missingAsUndefined);
    // Written by create alone.
    return text === undefined ? undefined : JSON.parse(text) as MultipartUpload;
  }

  async #keep(id: string, { path, ...received }: Part): Promise<void> {
    const part: StoredPart = { ...received, file: randomUUID() };
    const before = await this.#part(id, partFile(part.number));
    await rename(path, join(this.#folder, id, part.file));
    await writeFileSafely(join(this.#folder, id, partFile(part.number)), JSON.stringify(part));
    if (before !== undefined) await rm(before.path, { force: true });
  }

  async #part(id: string, name: string): Promise<Part | undefined> {
    const text = await readFile(join(this.#folder, id, name), 'utf8').catch(missingAsUndefined);
    if (text === undefined) return undefined;
    // Written by #keep alone.
    const { file, ...part } = JSON.parse(text) as StoredPart;
    return { ...part, path: join(this.#folder, id, file) };
  }
}

function noSuchUpload(id: string): S3Error {
  return new S3Error('NoSuchUpload', `The specified multipart upload does not exist: ${id}. It may have been aborted or completed`);
}

function partFile(number: number): string {
  return `${number}.json`;
}

function missingAsUndefined(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
