/** Puts the parts of an upload together to one file, with the ETag and checksum that S3 gives such objects; complete-multipart-upload makes that the object. */
import type { FileHandle } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { checksumDigest, hashDigest } from './checksums';
import { isMissing } from './disk';
import type { MultipartUpload, Part } from './multipart-uploads';
import { childText, malformed, type XmlElement } from './read-xml';
import { S3Error } from './s3-error';

/** Of every part but the last. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const minPartBytes = 5 * 1024 * 1024;

/**
 * @param chosen the document of the request
 * @returns the parts it names, in its order
 * @throws S3Error MalformedXML, InvalidPart, InvalidPartOrder or EntityTooSmall
 */
export function chooseParts(chosen: XmlElement, uploaded: ReadonlyMap<number, Part>): readonly Part[] {
  const parts = chosen.children.filter(({ name }) => name === 'Part').map((element) => {
    const number = Number(childText(element, 'PartNumber'));
    const etag = childText(element, 'ETag')?.replaceAll('"', '');
    if (!Number.isInteger(number) || etag === undefined) throw malformed();
    const part = uploaded.get(number);
    if (part === undefined || part.etag !== `"${etag}"`) throw new S3Error('InvalidPart', `The part ${number} with the ETag ${etag} could not be found`);
    return part;
  });
  if (parts.length === 0) throw malformed();
  if (parts.some(({ number }, index) => number <= (parts[index - 1]?.number ?? 0))) throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order');
  const small = parts.slice(0, -1).find(({ size }) => size < minPartBytes);
  if (small !== undefined) throw new S3Error('EntityTooSmall', `The part ${small.number} has ${small.size} bytes; all but the last must have at least ${minPartBytes}`);
  return parts;
}

/**
 * Writes and syncs the file, and closes it.
 * @throws S3Error InvalidPart when a part goes meanwhile
 */
export async function joinParts(parts: readonly Part[], upload: MultipartUpload, file: FileHandle): Promise<{ readonly etag: string; readonly checksums: Readonly<Record<string, string>> }> {
  const { name = '', isComposite = false } = upload.checksum ?? {};
  const whole = upload.checksum === undefined || isComposite ? undefined : checksumDigest(name);
  try {
    for (const { path } of parts) {
      for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
        whole?.update(chunk);
        await file.appendFile(chunk);
      }
    }
    await file.datasync();
  } catch (error) {
    throw isMissing(error) ? new S3Error('InvalidPart', 'A part was replaced, or the upload ended, while its parts were put together') : error;
  } finally {
    await file.close();
  }
  const md5 = hashDigest('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  const etag = `"${md5.finish().toString('hex')}-${parts.length}"`;
  if (whole !== undefined) return { etag, checksums: { [name]: whole.finish().toString('base64') } };
  return { etag, checksums: isComposite ? { [name]: compositeChecksum(parts, name) } : {} };
}

/** A checksum of the checksums of the parts. */
function compositeChecksum(parts: readonly Part[], name: string): string {
  const digest = checksumDigest(name);
  for (const { number, checksums } of parts) {
    const checksum = checksums[name];
    if (checksum === undefined) throw new S3Error('InvalidRequest', `The upload was created with ${name}, and the part ${number} came without it`);
    digest.update(Buffer.from(checksum, 'base64'));
  }
  return `${digest.finish().toString('base64')}-${parts.length}`;
}
