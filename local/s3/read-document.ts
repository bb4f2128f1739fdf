/** The XML document that comes as the body of a request, checked as an upload is; delete-objects and complete-multipart-upload read theirs. */
import { readFile } from 'node:fs/promises';
import type { ObjectStore } from './object-store';
import { readXml, type XmlElement, malformed } from './read-xml';
import { receiveUpload } from './receive-upload';
import type { S3Request } from './s3-request';

/** 10,000 parts with their checksums fit in. */
const maxDocumentBytes = 4 * 1024 * 1024;

/** @throws S3Error MalformedXML, or that the body is not the one that was promised */
export async function readDocument(request: S3Request, store: ObjectStore, rootName: string): Promise<XmlElement> {
  return receiveUpload(request, store, async ({ path, size }) => {
    if (size > maxDocumentBytes) throw malformed();
    const root = readXml(await readFile(path, 'utf8'));
    if (root.name !== rootName) throw malformed();
    return root;
  });
}
