import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Log } from '../../../../local/timestream/store/log';
import { frameEntry, unframeEntries } from '../../../../local/timestream/store/log-frame';
import { readLog } from '../../../../local/timestream/store/read-log';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { failAt } from './failing-disk';

afterAll(removeTemporaryFolders);
afterEach(() => jest.restoreAllMocks());

const texts = (folder: string, warn: (line: string) => void = () => undefined) => [...readLog(folder, warn).entries()].map(String);

async function logOf(entries: readonly string[]): Promise<{ folder: string; file: string }> {
  const folder = temporaryFolder();
  const log = await Log.open(folder, 1);
  await Promise.all(entries.map((entry) => log.append(Buffer.from(entry))));
  await log.close(true);
  return { folder, file: join(folder, readdirSync(folder)[0]!) };
}

describe('the log', () => {
  it('gives back what was appended, in order', async () => {
    const { folder } = await logOf(['one', 'two', 'three']);
    expect(texts(folder)).toEqual(['one', 'two', 'three']);
  });

  it('has an entry on disk when append resolves', async () => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    for (const entry of ['one', 'two']) {
      await log.append(Buffer.from(entry));
      expect(texts(folder).at(-1)).toBe(entry);
    }
    await log.close(true);
  });

  it('waits for the entries before it when it has nothing to append', async () => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    const settled: string[] = [];
    const first = log.append(Buffer.from('one')).then(() => settled.push('one'));
    await log.append();
    await first;
    expect(settled).toEqual(['one']);
    await log.close(true);
  });

  it('goes on after it was asked to wait for nothing', async () => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    await log.append();
    await log.append(Buffer.from('one'));
    await log.close(true);
    expect(texts(folder)).toEqual(['one']);
  });

  it('keeps what follows a new segment when the older ones are dropped', async () => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    const startSegment = await log.prepareSegment();
    const before = log.append(Buffer.from('before'));
    startSegment();
    const after = log.append(Buffer.from('after'));
    await log.dropOlderSegments();
    await Promise.all([before, after]);
    await log.close(true);
    expect(texts(folder)).toEqual(['after']);
  });

  it('leaves no file when it is closed with everything stored', async () => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    await log.append(Buffer.from('one'));
    await log.close(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses every later entry once a write has failed', async () => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    await log.append(Buffer.from('kept'));
    await log.close(true);
    await expect(log.append(Buffer.from('lost'))).rejects.toThrow('cannot be written');
    await expect(log.append(Buffer.from('later'))).rejects.toThrow('cannot be written');
    expect(texts(folder)).toEqual(['kept']);
  });
});

describe('the log on a disk that fails', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('refuses what it cannot write for %s, keeps what was whole, and goes on when there is space', async (code) => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    await log.append(Buffer.from('before'));
    const full = await failAt('write', code);
    await expect(log.append(Buffer.from('refused'))).rejects.toMatchObject({ code: 'InternalServerException', status: 500, message: expect.stringContaining('full') });
    expect(texts(folder)).toEqual(['before']);
    full.mockRestore();
    await log.append(Buffer.from('after'));
    expect(texts(folder)).toEqual(['before', 'after']);
    await log.close(true);
  });

  it('refuses those that wait along with the one that failed, and undoes the last first', async () => {
    const log = await Log.open(temporaryFolder(), 1);
    const full = await failAt('write', 'ENOSPC');
    const undone: string[] = [];
    const appended = ['one', 'two', 'three'].map((entry) => log.append(Buffer.from(entry), () => undone.push(entry)));
    expect((await Promise.allSettled(appended)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(undone).toEqual(['three', 'two', 'one']);
    full.mockRestore();
    await log.close(true);
  });

  it('says nothing of a full disk when the write fails otherwise', async () => {
    const log = await Log.open(temporaryFolder(), 1);
    const broken = await failAt('write', 'EIO');
    await expect(log.append(Buffer.from('refused'))).rejects.toThrow('The log in the data folder cannot be written at the moment.');
    broken.mockRestore();
    await log.append(Buffer.from('after'));
    await log.close(true);
  });

  it.each(['datasync', 'truncate'] as const)('takes nothing more before a restart when %s fails', async (method) => {
    const folder = temporaryFolder();
    const log = await Log.open(folder, 1);
    await log.append(Buffer.from('before'));
    await failAt(method, 'EIO');
    if (method === 'truncate') await failAt('write', 'ENOSPC');
    await expect(log.append(Buffer.from('refused'))).rejects.toThrow('must be restarted');
    jest.restoreAllMocks();
    await expect(log.append(Buffer.from('later'))).rejects.toThrow('must be restarted');
    await log.close(true);
    expect(texts(folder)).not.toContain('later');
    expect(texts(folder)).toContain('before');
  });
});

describe('a torn end of the log', () => {
  it.each([
    ['a length without the rest', (file: string) => appendFileSync(file, Buffer.from([9, 0, 0, 0]))],
    ['half an entry', (file: string) => appendFileSync(file, frameEntry(Buffer.from('three')).subarray(0, 10))],
    ['zeros of a file that grew before its bytes came', (file: string) => appendFileSync(file, Buffer.alloc(64))],
    ['a changed byte', (file: string) => {
      appendFileSync(file, frameEntry(Buffer.from('three')));
      const bytes = readFileSync(file);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(file, bytes);
    }],
  ])('is cut off and told: %s', async (_what, tear) => {
    const { folder, file } = await logOf(['one', 'two']);
    const whole = statSync(file).size;
    tear(file);
    const told: string[] = [];
    expect(texts(folder, (line) => told.push(line))).toEqual(['one', 'two']);
    expect(told).toEqual([expect.stringContaining('of an unfinished entry')]);
    expect(statSync(file).size).toBe(whole);
  });

  it('leaves the whole entries wherever the file ends', async () => {
    const { file } = await logOf(['one', 'two', 'three']);
    const bytes = readFileSync(file);
    const ends = [0, ...['one', 'two', 'three'].map((_entry, index, all) => all.slice(0, index + 1).reduce((sum, entry) => sum + 8 + entry.length, 0))];
    fc.assert(fc.property(fc.integer({ min: 0, max: bytes.length }), (length) => {
      truncateSync(file, 0);
      writeFileSync(file, bytes.subarray(0, length));
      const { entries, wholeBytes } = unframeEntries(readFileSync(file));
      expect(wholeBytes).toBe(ends.filter((end) => end <= length).at(-1));
      expect(entries.map(String)).toEqual(['one', 'two', 'three'].slice(0, entries.length));
    }));
  });
});
