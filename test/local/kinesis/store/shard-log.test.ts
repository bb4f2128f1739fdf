/** The records of a shard on disk: places, segments, age, and what a failing disk does. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ShardLog } from '../../../../local/kinesis/store/shard-log';

let folder: string;
let log: ShardLog;
const warnings: string[] = [];
const open = () => ShardLog.open(folder, (line) => void warnings.push(line));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shard-'));
  log = await open();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await log.close();
  rmSync(folder, { recursive: true });
});

const hourMs = 3_600_000;
const record = (data: string | Buffer, arrivalMs = 0) => ({ partitionKey: 'key', data: Buffer.from(data), arrivalMs });
const all = { after: 0, notBeforeMs: 0, limit: 1e6, bytes: 1e9 };
const dataOf = async (wanted: Partial<typeof all> = {}) => (await log.read({ ...all, ...wanted })).map(({ data }) => data.toString());

it('gives counters without gaps, in the order of the calls', async () => {
  const counters = await Promise.all([log.append([record('1'), record('2')]), log.append([record('3')]), log.append([record('4'), record('5')])]);
  expect(counters).toEqual([1, 3, 4]);
  expect(await dataOf()).toEqual(['1', '2', '3', '4', '5']);
});

it('reads from any place, over restarts and segments', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ bytes: fc.nat(20), hours: fc.nat(2), isRestart: fc.boolean() }), { maxLength: 30 }), fc.nat(40), fc.integer({ min: 1, max: 40 }), async (steps, after, limit) => {
    await log.close();
    rmSync(folder, { recursive: true });
    log = await open();
    const put: string[] = [];
    let nowMs = 1_700_000_000_000;
    for (const { bytes, hours, isRestart } of steps) {
      if (isRestart) {
        await log.close();
        log = await open();
      }
      nowMs += hours * hourMs;
      const data = `${put.length}:${'x'.repeat(bytes)}`;
      put.push(data);
      await log.append([record(data, nowMs)]);
    }
    expect(log.lastCounter).toBe(put.length);
    expect(await dataOf({ after, limit })).toEqual(put.slice(after, after + limit));
    // A second reader that goes on where the first one stopped.
    expect(await dataOf({ after: after + limit })).toEqual(put.slice(after + limit));
  }), { numRuns: 40 });
});

it('reads records that are larger than a piece of its reading', async () => {
  const sizes = [100, 300_000, 5, 2_000_000, 40];
  for (const size of sizes) await log.append([record(Buffer.alloc(size, size % 251))]);
  expect((await log.read(all)).map(({ data }) => data.length)).toEqual(sizes);
  expect((await log.read({ ...all, bytes: 1_000_000 })).map(({ data }) => data.length)).toEqual([100, 300_000, 5]);
});

it('drops segments whose records are all older, and only those', async () => {
  for (let hour = 0; hour < 5; hour += 1) await log.append([record(`hour ${hour}`, hour * hourMs)]);
  expect(readdirSync(folder)).toHaveLength(5);
  await log.dropBefore(3 * hourMs);
  expect(readdirSync(folder)).toHaveLength(2);
  expect(await dataOf()).toEqual(['hour 3', 'hour 4']);
  expect(await dataOf({ notBeforeMs: 4 * hourMs })).toEqual(['hour 4']);
  await log.dropBefore(1e9);
  expect(readdirSync(folder)).toHaveLength(1); // the last one knows where the counters go on
  await log.close();
  log = await open();
  expect(await log.append([record('next')])).toBe(6);
});

describe('a disk that', () => {
  /** Has the next call of a file's method fail, or write only a part first. */
  const failing = async (method: 'write' | 'datasync') => {
    const handle = await files.open(join(folder, 'probe'), 'w');
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    return jest.spyOn(prototype, method).mockRejectedValueOnce(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
  };

  it('is full refuses the put, and takes the next one as if nothing had been', async () => {
    await log.append([record('1')]);
    await failing('write');
    await expect(log.append([record('lost')])).rejects.toMatchObject({ name: 'InternalFailureException' });
    expect(await log.append([record('2')])).toBe(2);
    expect(await dataOf()).toEqual(['1', '2']);
    expect(warnings).toEqual([expect.stringContaining('no space')]);
  });

  it('cannot sync refuses every put until a restart has read what is there', async () => {
    await log.append([record('1')]);
    await failing('datasync');
    await expect(log.append([record('unknown')])).rejects.toMatchObject({ name: 'InternalFailureException' });
    await expect(log.append([record('2')])).rejects.toThrow('the server must be restarted');
    expect(await dataOf()).toEqual(['1']);
    await log.close();
    log = await open();
    expect(await log.append([record('2')])).toBeGreaterThan(1);
  });
});
