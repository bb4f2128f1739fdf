import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { openTable } from './open-table';
import { day, noon, openTiered, reading, readings } from './tiered-store';

afterAll(removeTemporaryFolders);

const clock = { nowNs: noon };

it('copies a store under load: the copy has all that was accepted before, in both tiers, and whole requests only', async () => {
  const { store, table } = await openTiered(temporaryFolder(), clock);
  await store.write(table, [reading(8n * day, 1), reading(9n * day, 2)]);
  await store.moveTiers();
  await store.write(table, [reading(8n * day, 3, 2n), reading(8n * day + 1n, 4)]);
  const before = await readings(store, clock);
  let written = 0;
  let isOver = false;
  const load = async () => {
    for (; !isOver; written += 1) {
      await store.write(table, [reading(10n * day + BigInt(written), 0, 1n, 'x'), reading(10n * day + BigInt(written), 0, 1n, 'y')]);
      if (written % 50 === 10) await store.moveTiers();
    }
  };
  const loading = load();
  while (written < 20) await new Promise((resolve) => { setImmediate(resolve); });
  const acknowledged = written;
  const folder = join(temporaryFolder(), 'copy');
  await store.backup(folder).finally(() => { isOver = true; });
  await loading;
  const all = await readings(store, clock);
  await store.close();

  const lines: string[] = [];
  const copy = await openTiered(folder, clock, {}, (line) => void lines.push(line));
  const copied = await readings(copy.store, clock);
  expect(lines).toEqual([]);
  expect(copied.filter((line) => line.startsWith('a'))).toEqual(before);
  const [x, y] = ['x', 'y'].map((device) => copied.filter((line) => line.startsWith(device)).length);
  expect(x).toBe(y);
  expect(x).toBeGreaterThanOrEqual(acknowledged);
  expect(all).toEqual(expect.arrayContaining(copied));
  await copy.store.moveTiers();
  expect(await readings(copy.store, clock)).toEqual(copied);
  await copy.store.close();
});

it('leaves the store as it was', async () => {
  const folder = temporaryFolder();
  const { store, table } = await openTiered(folder, clock);
  await store.write(table, [reading(8n * day, 1)]);
  await store.moveTiers();
  const copy = join(temporaryFolder(), 'copy');
  await store.backup(copy);
  await store.definitions.deleteTable('IoTMetrics', 'SensorReadings');
  await store.close();
  const opened = await openTiered(copy, clock);
  expect(await readings(opened.store, clock)).toEqual([`a ${8n * day} 1`]);
  await opened.store.close();
});

it('does not open the store to other processes', async () => {
  const folder = temporaryFolder();
  const { store } = await openTiered(folder, clock);
  await store.backup(join(temporaryFolder(), 'copy'));
  const script = 'require("@duckdb/node-api").DuckDBInstance.create(process.argv[1]).then(() => console.log("open"), (error) => console.log(error.message))';
  expect(execFileSync(process.execPath, ['-e', script, join(folder, 'store.duckdb')], { encoding: 'utf8' })).toContain('Could not set lock');
  await store.close();
});

it('takes an empty folder, and refuses one with something in it', async () => {
  const { store } = await openTiered(temporaryFolder(), clock);
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'empty'));
  await store.backup(join(folder, 'empty'));
  writeFileSync(join(folder, 'other'), '');
  await expect(store.backup(folder)).rejects.toThrow('is not empty');
  await expect(store.backup(join(folder, 'other', 'below'))).rejects.toThrow(/^The backup into .*below failed, .*ENOTDIR/);
  expect(readdirSync(folder).sort()).toEqual(['empty', 'other']);
  await store.close();
});

it('is refused by a store in memory', async () => {
  const { store } = await openTable();
  await expect(store.backup(join(temporaryFolder(), 'copy'))).rejects.toThrow('A store in memory has nothing to copy');
  await store.close();
});
