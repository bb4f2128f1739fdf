/** ListObjectsV2: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
import type { ObjectStore, StoredObject } from '../object-store';
import { xmlAnswer, xmlNamespace, type S3Operation } from '../s3-answer';
import { S3Error } from '../s3-error';
import type { S3Request } from '../s3-request';
import { notImplemented, refuseUnsupported } from '../refuse-unsupported';
import { element, xmlDocument, type Xml } from '../xml';

/** Also what a page has at most. */
const defaultMaxKeys = 1000;

/** Each has files open. */
const statsInFlight = 50;

/** One line of a listing: a key, or all keys up to the next delimiter as one. */
interface Entry {
  readonly kind: 'key' | 'prefix';
  readonly name: string;
}

export const listObjectsV2: S3Operation = async (request, store) => {
  refuseUnsupported(request, { parameters: ['list-type', 'prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type'] });
  if (request.query.get('list-type') !== '2') throw notImplemented('ListObjects without list-type=2');
  await store.checkBucket(request.bucket);
  const { prefix, delimiter, maxKeys, startAfter, lastEntry } = readParameters(request);
  // An entry comes before all its keys, so those behind the last entry are enough.
  const keys = store.keys(request.bucket, { prefix, after: isAfter(lastEntry, startAfter) ? lastEntry : startAfter });
  const page: Entry[] = [];
  let isTruncated = false;
  for await (const entry of entriesOf(keys, prefix, delimiter)) {
    if (!isAfter(entry.name, lastEntry)) continue;
    isTruncated = maxKeys > 0 && page.length === maxKeys;
    if (page.length === maxKeys) break;
    page.push(entry);
  }
  const last = page.at(-1);

  const name = request.query.get('encoding-type') === 'url' ? encodeName : (text: string): string => text;
  const echo = (tag: string, parameter: string, encode = name): readonly Xml[] => {
    const value = request.query.get(parameter);
    return value === undefined ? [] : [element(tag, encode(value))];
  };
  const asIs = (text: string): string => text;
  return xmlAnswer(xmlDocument(element('ListBucketResult', [
    element('Name', request.bucket),
    element('Prefix', name(prefix)),
    ...echo('Delimiter', 'delimiter'),
    ...echo('StartAfter', 'start-after'),
    ...echo('EncodingType', 'encoding-type', asIs),
    ...echo('ContinuationToken', 'continuation-token', asIs),
    ...(isTruncated && last !== undefined ? [element('NextContinuationToken', encodeToken(last.name))] : []),
    element('KeyCount', page.length),
    element('MaxKeys', maxKeys),
    element('IsTruncated', isTruncated),
    ...(await contents(request.bucket, page, store)).map((object) => contentsElement(object, name)),
    ...page.filter((entry) => entry.kind === 'prefix').map((entry) => element('CommonPrefixes', [element('Prefix', name(entry.name))])),
  ], xmlNamespace)));
};

interface Parameters {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly startAfter: string;
  /** Where the page before ended. */
  readonly lastEntry: string;
}

function readParameters({ query }: S3Request): Parameters {
  const encoding = query.get('encoding-type') ?? 'url';
  if (encoding !== 'url') throw new S3Error('InvalidArgument', `Invalid Encoding Method specified in Request: ${encoding}`);
  const maxKeys = query.get('max-keys') ?? String(defaultMaxKeys);
  if (!/^\d{1,10}$/.test(maxKeys)) throw new S3Error('InvalidArgument', `max-keys is no number from 0 up: ${maxKeys}`);
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(Number(maxKeys), defaultMaxKeys),
    startAfter: query.get('start-after') ?? '',
    lastEntry: decodeToken(query.get('continuation-token') ?? ''),
  };
}

async function* entriesOf(keys: AsyncIterable<string>, prefix: string, delimiter: string): AsyncGenerator<Entry> {
  let lastPrefix: string | undefined;
  for await (const key of keys) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end === -1) {
      yield { kind: 'key', name: key };
    } else {
      const name = key.slice(0, end + delimiter.length);
      // Sorted keys bring the same prefix in a row.
      if (name !== lastPrefix) yield { kind: 'prefix', name };
      lastPrefix = name;
    }
  }
}

function isAfter(name: string, earlier: string): boolean {
  return Buffer.compare(Buffer.from(name), Buffer.from(earlier)) > 0;
}

/** An object that is deleted meanwhile is left out. */
async function contents(bucket: string, page: readonly Entry[], store: ObjectStore): Promise<readonly StoredObject[]> {
  const keys = page.flatMap(({ kind, name }) => (kind === 'key' ? [name] : []));
  const objects: StoredObject[] = [];
  for (let start = 0; start < keys.length; start += statsInFlight) {
    const some = await Promise.all(keys.slice(start, start + statsInFlight).map((key) => store.stat(bucket, key)));
    objects.push(...some.flatMap((object) => object ?? []));
  }
  return objects;
}

function contentsElement(object: StoredObject, name: (text: string) => string): Xml {
  return element('Contents', [
    element('Key', name(object.key)),
    element('LastModified', new Date(object.modifiedMs).toISOString()),
    element('ETag', object.etag),
    element('Size', object.size),
    element('StorageClass', 'STANDARD'),
  ]);
}

function encodeName(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}

function encodeToken(name: string): string {
  return Buffer.from(name).toString('base64url');
}

/** @throws S3Error when it is none of ours */
function decodeToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (encodeToken(name) !== token) throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  return name;
}
