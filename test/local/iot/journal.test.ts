/** The journal's promise: what it took is there after any end of the process, and nothing it was told is done comes back. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Journal } from '../../../local/iot/journal';
import { decodeRecords, encodeRecord, type JournalRecord } from '../../../local/iot/journal-record';
import type { Message } from '../../../local/iot/message';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'iot', 'journal');
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function message(text: string | Buffer): Message {
  return { topic: 'sensors/ä/telemetry', clientId: 'c "1"', receivedAt: 1_767_323_045_067, payload: Buffer.from(text) };
}

async function reopened(): Promise<{ payloads: readonly string[]; cutBytes: number }> {
  const { journal, unfinished, cutBytes } = await Journal.open(path);
  await journal.close();
  return { payloads: unfinished.map((entry) => entry.message.payload.toString()), cutBytes };
}

/** File handles share one prototype, where a fault can be put in. */
async function fileHandlePrototype(): Promise<{ datasync(): Promise<void> }> {
  const file = await open(folder);
  await file.close();
  return Object.getPrototypeOf(file) as { datasync(): Promise<void> };
}

describe('the journal', () => {
  it('keeps what is not done, in order and byte for byte', async () => {
    const { journal } = await Journal.open(path);
    const ids = await Promise.all(['one', 'two', 'three'].map((text) => journal.append(message(text))));
    const bytes = await journal.append(message(Buffer.from([0, 255, 10, 128])));
    journal.markDone(ids[1]!);
    await journal.close();

    const { journal: next, unfinished, cutBytes } = await Journal.open(path);
    await next.close();
    expect(cutBytes).toBe(0);
    expect(unfinished.map((entry) => entry.id)).toEqual([ids[0], ids[2], bytes]);
    expect(unfinished[0]).toEqual({ kind: 'message', id: ids[0], message: message('one') });
    expect(unfinished[2]?.message.payload).toEqual(Buffer.from([0, 255, 10, 128]));
  });

  it('numbers on after a restart, so that an old done mark never meets a new message', async () => {
    const first = await Journal.open(path);
    const id = await first.journal.append(message('old'));
    first.journal.markDone(id);
    await first.journal.close();
    const second = await Journal.open(path);
    expect(await second.journal.append(message('new'))).toBeGreaterThan(id);
    await second.journal.close();
    expect((await reopened()).payloads).toEqual(['new']);
  });

  it('leaves a message for the next start when it is done only after the close', async () => {
    const { journal } = await Journal.open(path);
    const id = await journal.append(message('late'));
    await journal.close();
    journal.markDone(id);
    await expect(journal.append(message('too late'))).rejects.toThrow('the journal is closed');
    expect((await reopened()).payloads).toEqual(['late']);
  });

  it('shares one sync among the messages that wait', async () => {
    const { journal } = await Journal.open(path);
    const datasync = jest.spyOn(await fileHandlePrototype(), 'datasync');
    await Promise.all(Array.from({ length: 100 }, (_, index) => journal.append(message(String(index)))));
    expect(datasync.mock.calls.length).toBeLessThanOrEqual(2);
    await journal.close();
  });

  it('refuses a message that the disk did not take, and takes the next one', async () => {
    const { journal } = await Journal.open(path);
    await journal.append(message('before'));
    jest.spyOn(await fileHandlePrototype(), 'datasync').mockRejectedValueOnce(new Error('ENOSPC'));
    await expect(journal.append(message('lost'))).rejects.toThrow('ENOSPC');
    await journal.append(message('after'));
    await journal.close();
    expect(await reopened()).toEqual({ payloads: ['before', 'after'], cutBytes: 0 });
  });

  it('rewrites itself once most of it is done', async () => {
    const { journal } = await Journal.open(path);
    await journal.append(message('kept'));
    const large = message(Buffer.alloc(128 * 1024));
    for (let round = 0; round < 70; round += 1) journal.markDone(await journal.append(large));
    await journal.append(message('last'));
    await journal.close();
    expect(statSync(path).size).toBeLessThan(4 * 1024 * 1024);
    expect((await reopened()).payloads).toEqual(['kept', 'last']);
  });

  it.each([
    ['half a record', (whole: Buffer) => whole.subarray(0, whole.length - 3)],
    ['a flipped bit', (whole: Buffer) => Buffer.concat([whole.subarray(0, -1), Buffer.from([1])])],
    ['zeros', () => Buffer.alloc(4096)],
    ['noise', () => Buffer.from('7f3e9c0d1b', 'hex')],
  ])('cuts a torn end: %s', async (_what, tear) => {
    const { journal } = await Journal.open(path);
    await journal.append(message('whole'));
    await journal.close();
    const tail = tear(encodeRecord({ kind: 'message', id: 2, message: message('torn') }));
    appendFileSync(path, tail);
    expect(await reopened()).toEqual({ payloads: ['whole'], cutBytes: tail.length });
    expect(await reopened()).toEqual({ payloads: ['whole'], cutBytes: 0 });
  });

  it('is not opened when it is damaged before whole messages, as those were acknowledged', async () => {
    const { journal } = await Journal.open(path);
    for (const text of ['first', 'second']) await journal.append(message(text));
    await journal.close();
    const damaged = readFileSync(path);
    damaged.writeUInt8(damaged.readUInt8(12) ^ 1, 12);
    writeFileSync(path, damaged);
    await expect(Journal.open(path)).rejects.toThrow(`${path} is damaged at byte 0, before whole messages`);
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it('loses only what was not whole, wherever a crash cuts the file', async () => {
    const { journal } = await Journal.open(path);
    for (const text of ['a', 'bb', 'ccc']) await journal.append(message(text));
    await journal.close();
    const whole = readFileSync(path);
    const ends = [1, 2, 3].map((count) => encodedLength(whole, count));
    for (let length = whole.length; length >= 0; length -= 1) {
      truncateSync(path, length);
      const kept = ends.filter((end) => end <= length).length;
      expect((await reopened()).payloads).toEqual(['a', 'bb', 'ccc'].slice(0, kept));
    }
  });
});

function encodedLength(file: Buffer, count: number): number {
  return decodeRecords(file).records.slice(0, count).reduce((bytes, record) => bytes + encodeRecord(record).length, 0);
}

describe('a journal record', () => {
  const record: fc.Arbitrary<JournalRecord> = fc.oneof(
    fc.record({ kind: fc.constant('done' as const), id: fc.nat() }),
    fc.record({
      kind: fc.constant('message' as const),
      id: fc.nat(),
      message: fc.record({ topic: fc.string(), clientId: fc.string(), receivedAt: fc.nat(), payload: fc.uint8Array().map((bytes) => Buffer.from(bytes)) }),
    }),
  );

  it('comes back as it was, any number of them', () => {
    fc.assert(fc.property(fc.array(record), (records) => {
      const file = Buffer.concat(records.map(encodeRecord));
      expect(decodeRecords(file)).toEqual({ records, bytes: file.length });
    }));
  });

  it('is never made of noise: reading any bytes ends without an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decodeRecords(Buffer.from(bytes)).bytes).toBeLessThanOrEqual(bytes.length);
    }));
  });
});
