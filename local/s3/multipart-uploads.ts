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

/** Beside the buckets, under a name that no bucket can have. */
const multipartFolder = '.multipart';
const uploadFile = 'upload.json';
const uploadId = /^[0-9a-f-]{36}$/;

export class MultipartUploads {
  /** Made with the first upload. */
  readonly #folder: string;

  constructor(private readonly storeFolder: string) {
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
    const text = uploadId.test(id) ? await readFile(join(this.#folder, id, uploadFile), 'utf8').catch(missingAsUndefined) : undefined;
    // Written by create alone.
    const upload = text === undefined ? undefined : JSON.parse(text) as MultipartUpload;
    if (upload?.bucket !== bucket || upload.key !== key) throw new S3Error('NoSuchUpload', `The specified multipart upload does not exist: ${id}. It may have been aborted or completed`);
    return upload;
  }

  /** Makes a received file the part of its number, in the place of one that was there. */
  async addPart(id: string, received: Part): Promise<void> {
    const path = join(this.#folder, id, randomUUID());
    const before = await this.#part(id, partFile(received.number));
    await rename(received.path, path);
    const part: Part = { ...received, path };
    await writeFileSafely(join(this.#folder, id, partFile(part.number)), JSON.stringify(part));
    if (before !== undefined) await rm(before.path, { force: true });
  }

  /** By number. */
  async parts(id: string): Promise<ReadonlyMap<number, Part>> {
    const names = (await readdir(join(this.#folder, id))).filter((name) => /^\d+\.json$/.test(name));
    const parts = await Promise.all(names.map((name) => this.#part(id, name)));
    return new Map(parts.flatMap((part) => (part === undefined ? [] : [[part.number, part]])));
  }

  async remove(id: string): Promise<void> {
    // What names the upload goes first, so that half of it is never taken for all of it.
    await rm(join(this.#folder, id, uploadFile), { force: true });
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  /** Of a bucket that goes. */
  async removeBucket(bucket: string): Promise<void> {
    for (const id of (await readdir(this.#folder).catch(missingAsUndefined)) ?? []) {
      const text = await readFile(join(this.#folder, id, uploadFile), 'utf8').catch(missingAsUndefined);
      // Written by create alone.
      if (text !== undefined && (JSON.parse(text) as MultipartUpload).bucket === bucket) await this.remove(id);
    }
  }

  async #part(id: string, name: string): Promise<Part | undefined> {
    const text = await readFile(join(this.#folder, id, name), 'utf8').catch(missingAsUndefined);
    // Written by addPart alone.
    return text === undefined ? undefined : JSON.parse(text) as Part;
  }
}

function partFile(number: number): string {
  return `${number}.json`;
}

function missingAsUndefined(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
