/** DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
import { readDocument } from '../read-document';
import { childText, malformed } from '../read-xml';
import { bodyHeaders } from '../receive-upload';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';
import { xmlAnswer, xmlNamespace, type S3Operation } from '../s3-answer';
import { element, xmlDocument } from '../xml';

const maxObjects = 1000;

/** Removing what is not there is no error. */
export const deleteObjects: S3Operation = async (request, store) => {
  refuseUnsupported(request, { parameters: ['delete'], headers: bodyHeaders });
  await store.checkBucket(request.bucket);
  const document = await readDocument(request, store, 'Delete');
  const keys = document.children.filter(({ name }) => name === 'Object').map((object) => {
    // A version or a condition: without it, more would be deleted than was asked for.
    const condition = object.children.find(({ name }) => name !== 'Key');
    if (condition !== undefined) throw notImplemented(`${condition.name} in DeleteObjects`);
    return childText(object, 'Key') ?? '';
  });
  if (keys.length === 0 || keys.length > maxObjects || keys.includes('')) throw malformed();
  for (const key of keys) await store.remove(request.bucket, key);
  const told = childText(document, 'Quiet') === 'true' ? [] : keys;
  return xmlAnswer(xmlDocument(element('DeleteResult', told.map((key) => element('Deleted', [element('Key', key)])), xmlNamespace)));
};
