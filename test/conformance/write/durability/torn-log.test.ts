/** The log of a server that was killed, damaged in every kind of place: what was acknowledged is there, or the start is refused by name. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { frameEntry, unframeEntries } from '../../../../local/timestream/store/log-frame';
import { copyAtRest } from '../../../local/timestream/copy-at-rest';
import { removeTemporaryFolders, temporaryFolder } from '../../../local/timestream/temporary-folder';
import { makeTable, range, startNumbers, storedNumbers, writeNumbers } from './numbered-records';

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;

jest.setTimeout(isLong ? 1_200_000 : 120_000);

/** A folder whose log has one entry for each of five requests, of ten records each. */
let killed: string;
const requests = 5;
const perRequest = 10;

beforeAll(async () => {
  const folder = temporaryFolder();
  const server = await startNumbers(folder);
  await makeTable(server.call);
  for (let request = 0; request < requests; request += 1) expect(await writeNumbers(server.call, range(request * perRequest, (request + 1) * perRequest))).toMatchObject({ status: 200 });
  killed = await copyAtRest(folder);
  await server.close();
});
afterAll(removeTemporaryFolders);

function logFile(folder: string): string {
  const files = readdirSync(join(folder, 'log')).filter((name) => readFileSync(join(folder, 'log', name)).length > 0);
  expect(files).toHaveLength(1);
  return join(folder, 'log', files[0]!);
}

/** Starts a server on a copy of the folder with its log changed. */
async function startWith(change: (file: string, bytes: Buffer) => void) {
  const folder = await copyAtRest(killed);
  const file = logFile(folder);
  change(file, readFileSync(file));
  const result = await startNumbers(folder).then(async (server) => {
    const numbers = await storedNumbers(server.call);
    await server.close();
    return { numbers, told: server.warnings.join('\n') };
  }, (cause: Error) => ({ numbers: undefined, told: cause.message }));
  return { ...result, file };
}

const everything = range(0, requests * perRequest);
const entriesOf = (bytes: Buffer) => unframeEntries(bytes).entries;
/** Where each entry begins, and the end of the last. */
const edgesOf = (bytes: Buffer) => entriesOf(bytes).reduce((edges, entry) => [...edges, edges.at(-1)! + frameEntry(entry).length], [0]);

describe('a log with a torn end', () => {
  it.each<[string, Buffer]>([
    ['part of a header', Buffer.from([9, 0, 0])],
    ['a header alone', frameEntry(Buffer.from('{"table":1}')).subarray(0, 8)],
    ['part of an entry', frameEntry(Buffer.from('{"table":1}')).subarray(0, 15)],
    ['zeros', Buffer.alloc(5000)],
    ['other bytes', Buffer.from('not an entry at all, and longer than a header')],
  ])('keeps every acknowledged record and tells what it cut: %s', async (_what, tail) => {
    const { numbers, told, file } = await startWith((log) => appendFileSync(log, tail));
    expect(numbers).toEqual(everything);
    expect(told).toContain(file);
    expect(told).toContain(`${tail.length} bytes`);
  });

  it('keeps the whole entries wherever it was cut, and tells unless that was between two', async () => {
    const { length } = readFileSync(logFile(killed));
    const [, firstEnd = 0] = edgesOf(readFileSync(logFile(killed)));
    await fc.assert(fc.asyncProperty(fc.integer({ min: firstEnd, max: length }), async (cutAt) => {
      const edges = edgesOf(readFileSync(logFile(killed)));
      const { numbers, told, file } = await startWith((log) => truncateSync(log, cutAt));
      const whole = edges.filter((edge) => edge <= cutAt).length - 1;
      expect(numbers).toEqual(range(0, whole * perRequest));
      if (edges.includes(cutAt)) expect(told).not.toContain('cut');
      else expect(told).toContain(file);
    }), { numRuns: isLong ? 200 : 6, ...(!isLong && { seed: 1 }) });
  });
});

describe('a log that is damaged before acknowledged entries', () => {
  it.each<[string, (bytes: Buffer, edges: readonly number[]) => void]>([
    ['in a length', (bytes, edges) => bytes.writeUInt32LE(0x7fff_ffff, edges[2])],
    ['in a length that became zero', (bytes, edges) => bytes.writeUInt32LE(0, edges[2])],
    ['in a checksum', (bytes, edges) => { bytes[edges[2]! + 4]! ^= 0xff; }],
    ['in an entry', (bytes, edges) => { bytes[edges[2]! + 20]! ^= 0xff; }],
    ['in a block of zeros', (bytes, edges) => bytes.fill(0, edges[1]! + 3, edges[2]! + 9)],
    ['in its first byte', (bytes) => { bytes[0]! ^= 0xff; }],
  ])('is not started with, by file and place, and stays as it is: %s', async (_what, damage) => {
    let damaged: Uint8Array = new Uint8Array();
    const { numbers, told, file } = await startWith((log, bytes) => {
      damage(bytes, edgesOf(bytes));
      damaged = bytes;
      writeFileSync(log, bytes);
    });
    expect(numbers).toBeUndefined();
    expect(told).toContain(file);
    expect(told).toMatch(/damaged.* byte \d+/);
    expect(Buffer.compare(readFileSync(file), damaged)).toBe(0);
  });

  it('is not started with when a newer file of the log goes on after a torn one', async () => {
    const { numbers, told, file } = await startWith((log, bytes) => {
      const [, , , third = 0] = edgesOf(bytes);
      writeFileSync(log, bytes.subarray(0, third - 1));
      writeFileSync(log.replace(/\d+\.log$/, (name) => `${String(Number.parseInt(name, 10) + 1).padStart(name.length - 4, '0')}.log`), bytes.subarray(third));
    });
    expect(numbers).toBeUndefined();
    expect(told).toContain(file);
    expect(told).toMatch(/damaged/);
  });

  it('is started with when only empty files follow a torn one', async () => {
    const { numbers } = await startWith((log) => {
      appendFileSync(log, 'torn');
      mkdirSync(join(log, '..'), { recursive: true });
      writeFileSync(log.replace(/\d+\.log$/, (name) => `${String(Number.parseInt(name, 10) + 1).padStart(name.length - 4, '0')}.log`), '');
    });
    expect(numbers).toEqual(everything);
  });
});
