/** Files of the data folder that are damaged or gone: an error that names the file, and never fewer rows without a word. */
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from 'node:http';
import { copyAtRest } from '../../../local/timestream/copy-at-rest';
import { removeTemporaryFolders, temporaryFolder } from '../../../local/timestream/temporary-folder';
import { changeControl } from '../../../local/timestream/wire-call';
import { makeTable, range, startNumbers, storedNumbers, writeNumbers } from './numbered-records';

/** A folder that was closed, with late rows in sealed days and others in DuckDB; and the same folder as a kill would leave it. */
let closed: string;
let killed: string;
const everything = range(0, 300);

beforeAll(async () => {
  closed = temporaryFolder();
  const server = await startNumbers(closed);
  await makeTable(server.call);
  await writeNumbers(server.call, range(0, 100), { daysBack: 2 });
  await writeNumbers(server.call, range(100, 200), { daysBack: 3 });
  const agent = new Agent();
  expect(await changeControl(server.running.endpoint, agent, { moveTiers: true })).toMatchObject({ status: 200 });
  agent.destroy();
  await writeNumbers(server.call, range(200, 300));
  expect(await storedNumbers(server.call)).toEqual(everything);
  killed = await copyAtRest(closed);
  await server.close();
});
afterAll(removeTemporaryFolders);

/** Damages a file of a copy; @returns what a server then says at its start or to a query, or the rows that it answers */
async function outcomeOf(folder: string, of: (copy: string) => string, damage: (file: string) => void): Promise<{ file: string; numbers?: number[]; told: string }> {
  const copy = await copyAtRest(folder);
  const file = of(copy);
  damage(file);
  try {
    const server = await startNumbers(copy);
    const asked = await storedNumbers(server.call).then((numbers) => ({ numbers, told: '' }), (cause: Error) => ({ told: cause.message }));
    await server.close();
    return { file, ...asked, told: [asked.told, ...server.warnings].join('\n') };
  } catch (cause) {
    return { file, told: (cause as Error).message };
  }
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  for (let offset = Math.floor(at); offset < Math.min(at + 64, bytes.length); offset += 1) bytes[offset]! ^= 0x5a;
  writeFileSync(file, bytes);
}

const sizeOf = (file: string) => statSync(file).size;
const database = (folder: string) => join(folder, 'store.duckdb');
const parquet = (folder: string) => join(folder, readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet')).sort()[0]!);

describe('a damaged file', () => {
  it.each<[string, () => string, (folder: string) => string, (file: string) => void]>([
    ['store.duckdb without its first bytes', () => closed, database, (file) => flip(file, 0)],
    ['store.duckdb with another header', () => closed, database, (file) => flip(file, 4096)],
    ['store.duckdb cut in half', () => closed, database, (file) => truncateSync(file, Math.floor(sizeOf(file) / 2))],
    ['store.duckdb of no length', () => closed, database, (file) => truncateSync(file, 0)],
    ['no store.duckdb', () => closed, database, (file) => rmSync(file)],
    ['a sealed day cut in half', () => closed, parquet, (file) => truncateSync(file, Math.floor(sizeOf(file) / 2))],
    ['a sealed day with another end', () => closed, parquet, (file) => flip(file, sizeOf(file) - 64)],
    ['a sealed day that is gone', () => closed, parquet, (file) => rmSync(file)],
    ['no store.duckdb after a kill', () => killed, database, (file) => rmSync(file)],
    ['no store.duckdb.wal after a kill', () => killed, (folder) => `${database(folder)}.wal`, (file) => rmSync(file)],
    ['store.duckdb.wal without its first bytes', () => killed, (folder) => `${database(folder)}.wal`, (file) => flip(file, 0)],
    ['store.duckdb.wal damaged in the middle', () => killed, (folder) => `${database(folder)}.wal`, (file) => flip(file, sizeOf(file) / 2)],
  ])('is named, and no row is left out without a word: %s', async (_what, folder, of, damage) => {
    const { file, numbers, told } = await outcomeOf(folder(), of, damage);
    expect({ numbers, told }).toEqual({ told: expect.stringContaining(file.split('/').at(-1)!) });
  });

  it('is seen somewhere in a sealed day: its rows are whole or none are answered', async () => {
    for (const part of [0, 0.1, 0.3, 0.5, 0.7, 0.9]) {
      const { numbers, told } = await outcomeOf(closed, parquet, (file) => flip(file, sizeOf(file) * part));
      expect(numbers ?? everything).toEqual(everything);
      if (numbers === undefined) expect(told).not.toBe('');
    }
  });
});

const openFiles = '/proc/self/fd';

function openBelow(folder: string): readonly string[] {
  return readdirSync(openFiles).flatMap((descriptor) => {
    const path = join(openFiles, descriptor);
    // The one that lists them is gone by now.
    const file = existsSync(path) ? readlinkSync(path) : '';
    return file.startsWith(folder) ? [file] : [];
  });
}

(existsSync(openFiles) ? it : it.skip)('a start that is refused after the log was opened leaves no file open', async () => {
  const copy = await copyAtRest(killed);
  rmSync(`${database(copy)}.wal`);
  await expect(startNumbers(copy)).rejects.toThrow('store.duckdb.wal');
  expect(openBelow(copy)).toEqual([]);
});
