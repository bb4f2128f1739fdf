/** What is remembered of a large folder, and for how long. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SortedFolders } from '../../../local/s3/sorted-folder';

let bucket: string;

beforeAll(() => {
  bucket = mkdtempSync(join(tmpdir(), 'bucket-'));
  for (let at = 0; at <= 1000; at += 1) writeFileSync(join(bucket, `key ${at}`), '');
});
afterAll(() => { rmSync(bucket, { recursive: true }); });

/** The file system's clock may go in steps of some milliseconds. */
const nextTick = () => setTimeout(20);
const aMinuteLater = () => Date.now() + 60_000;
const keys = (entries: readonly { readonly keyOrPrefix: string }[]) => entries.map(({ keyOrPrefix }) => keyOrPrefix);

it('a large folder is sorted once for as long as nothing changes in it', async () => {
  const folders = new SortedFolders(aMinuteLater);
  const first = await folders.read(bucket, []);
  expect(first).toHaveLength(1001);
  expect(await folders.read(bucket, [])).toBe(first);
  await nextTick();
  writeFileSync(join(bucket, 'by hand'), '');
  expect(keys(await folders.read(bucket, []))).toEqual(['by hand', ...keys(first)]);
  await nextTick();
  rmSync(join(bucket, 'by hand'));
  expect(keys(await folders.read(bucket, []))).toEqual(keys(first));
});

it('a folder that has just changed is read again: a further change may have the same time', async () => {
  const folders = new SortedFolders(() => Date.now() - 60_000);
  expect(await folders.read(bucket, [])).not.toBe(await folders.read(bucket, []));
});

it('a folder that is missing has no names', async () => {
  expect(await new SortedFolders().read(bucket, ['nothing'])).toEqual([]);
});

it('is forgotten when no page of it is asked for any more', async () => {
  jest.useFakeTimers({ doNotFake: ['Date'] });
  try {
    const folders = new SortedFolders(aMinuteLater);
    const first = await folders.read(bucket, []);
    jest.advanceTimersByTime(59_000);
    expect(await folders.read(bucket, [])).toBe(first);
    jest.advanceTimersByTime(59_000);
    expect(await folders.read(bucket, [])).toBe(first);
    jest.advanceTimersByTime(60_000);
    expect(await folders.read(bucket, [])).not.toBe(first);
  } finally {
    jest.useRealTimers();
  }
});
