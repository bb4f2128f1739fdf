/** Walking a bucket: the wanted keys in order, and no folder read in vain. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { keysBelow, type WantedKeys } from '../../../local/s3/bucket-tree';
import { keyToNames, nameBesideFolder } from '../../../local/s3/key-path';
import { SortedFolders } from '../../../local/s3/sorted-folder';

const byUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const sorted = new SortedFolders();
let bucket: string;

beforeEach(() => { bucket = mkdtempSync(join(tmpdir(), 'bucket-')); });
afterEach(() => { rmSync(bucket, { recursive: true, force: true }); });

/** Folders before the objects that have their names. */
function store(keys: readonly string[]): void {
  const paths = keys.map((key) => join(bucket, ...keyToNames(key)));
  for (const path of paths) mkdirSync(dirname(path), { recursive: true });
  for (const path of paths) writeFileSync(statSync(path, { throwIfNoEntry: false }) === undefined ? path : nameBesideFolder(path), '');
}

async function list(wanted: Partial<WantedKeys>, most = Infinity, folders: Pick<SortedFolders, 'read'> = sorted): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of keysBelow(folders, bucket, { prefix: '', after: '', ...wanted })) {
    keys.push(key);
    if (keys.length === most) break;
  }
  return keys;
}

it('gives the keys with a prefix and after a text, in the order of UTF-8 bytes', async () => {
  const segment = fc.constantFrom('a', 'b', '-', '0', '..', '', '%', ':', '\uFF5E', '😀', '.'.repeat(66), '.'.repeat(67), '.'.repeat(100), `${'x'.repeat(198)}:`, `${'x'.repeat(198)}--`, `${'x'.repeat(198)}~`, 'x'.repeat(201));
  const text = fc.array(fc.oneof(segment, fc.constant('/')), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')).filter((key) => key !== '');
  await fc.assert(fc.asyncProperty(fc.uniqueArray(text, { maxLength: 12 }), text, text, fc.nat(12), async (keys, prefix, after, at) => {
    rmSync(bucket, { recursive: true, force: true });
    store(keys);
    const expected = (wanted: WantedKeys) => keys.filter((key) => key.startsWith(wanted.prefix) && byUtf8(key, wanted.after) > 0).sort(byUtf8);
    for (const wanted of [{ prefix: '', after: '' }, { prefix, after: '' }, { prefix, after }, { prefix: '', after: keys[at] ?? after }]) expect(await list(wanted)).toEqual(expected(wanted));
  }), { numRuns: process.env.TIDEGAUGE_TEST_LONG === undefined ? 40 : 1_000 });
});

it('reads of each page the folders that hold its keys, however many there are', async () => {
  store(Array.from({ length: 60 }, (_, at) => `day=${Math.floor(at / 2)}/${at}`));
  let reads = 0;
  const counted: Pick<SortedFolders, 'read'> = {
    read: (...folder) => {
      reads += 1;
      return sorted.read(...folder);
    },
  };
  const pages: string[][] = [];
  for (let after = ''; pages.at(-1)?.length !== 0; after = pages.at(-1)?.at(-1) ?? '') pages.push(await list({ after }, 2, counted));
  expect(pages.flat()).toHaveLength(60);
  // The bucket, the folder that the page before ended in, and the page's own.
  expect(reads).toBeLessThanOrEqual(3 * pages.length);
});

it('compares a name only with those it may lie between, also when all have a long segment', async () => {
  const keys = Array.from({ length: 300 }, (_, at) => `${String(at).padStart(3, '0')}${'x'.repeat(200)}`);
  store(keys);
  const compare = jest.spyOn(Buffer, 'compare');
  expect(await list({})).toEqual(keys);
  // Sorting takes as many for each name as the number of names has binary digits.
  expect(compare.mock.calls.length).toBeLessThan(20 * keys.length);
  expect(compare).toHaveBeenCalled();
  compare.mockRestore();
});
