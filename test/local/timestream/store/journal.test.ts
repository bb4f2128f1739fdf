import { cpSync } from 'node:fs';
import type { Store } from '../../../../local/timestream/store/store';
import type { Table } from '../../../../local/timestream/store/table';
import { recordOf } from '../record-of';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { failAt } from './failing-disk';
import { openTable, rowsOf } from './open-table';

afterAll(removeTemporaryFolders);
afterEach(() => jest.restoreAllMocks());

const reading = (device: string, timeNs = 1n) => recordOf({ dimensions: { device_id: device }, timeNs, cells: [{ name: `of_${device}`, type: 'double', value: 1 }] });

/** What is on disk while the store is open is what a crash would leave. */
async function devicesAfterCrash(folder: string): Promise<string[]> {
  const left = temporaryFolder();
  cpSync(folder, left, { recursive: true });
  const { store } = await openTable(left);
  const rows = await rowsOf(store);
  await store.close();
  return rows.map((row) => String(row.device_id)).sort();
}

async function refusedOn(fullDisk: { store: Store; table: Table }, device: string): Promise<jest.SpyInstance> {
  const full = await failAt('write', 'ENOSPC');
  await expect(fullDisk.store.write(fullDisk.table, [reading(device)])).rejects.toThrow('full');
  return full;
}

describe('a request that the log refused', () => {
  it('is on disk when its repeat is acknowledged', async () => {
    const folder = temporaryFolder();
    const opened = await openTable(folder);
    const full = await refusedOn(opened, 'a');
    full.mockRestore();
    expect(await opened.store.write(opened.table, [reading('a')])).toEqual([{ kind: 'accepted' }]);
    expect(await devicesAfterCrash(folder)).toEqual(['a']);
    await opened.store.close();
  });

  it('leaves its definitions to the next entry, whose rows rely on those before them', async () => {
    const folder = temporaryFolder();
    const opened = await openTable(folder);
    const full = await refusedOn(opened, 'a');
    full.mockRestore();
    expect(await opened.store.write(opened.table, [reading('b'), reading('a', 2n)])).toEqual([{ kind: 'accepted' }, { kind: 'accepted' }]);
    // The refused record may be there, too: its client does not know.
    expect(new Set(await devicesAfterCrash(folder))).toEqual(new Set(['a', 'b']));
    await opened.store.close();
  });

  it('gives way to a higher version of its record', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTable(folder);
    const full = await refusedOn({ store, table }, 'a');
    full.mockRestore();
    expect(await store.write(table, [{ ...reading('a'), version: 2n, cells: [{ name: 'of_a', type: 'double', value: 2 }] }])).toEqual([{ kind: 'accepted' }]);
    expect(await store.write(table, [reading('a')])).toEqual([expect.objectContaining({ kind: 'rejected', existingVersion: 2n })]);
    expect(await rowsOf(store)).toEqual([expect.objectContaining({ of_a: 2 })]);
    await store.close();
  });

  it('lets nobody else in before it is on disk, so that memory does not fill', async () => {
    const opened = await openTable(temporaryFolder());
    const full = await refusedOn(opened, 'a');
    const rows = opened.table.unlogged.rows.length;
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(opened.store.write(opened.table, [reading(`b${attempt}`)])).rejects.toThrow('full');
    expect(opened.table.unlogged.rows).toHaveLength(rows);
    full.mockRestore();
    expect(await opened.store.write(opened.table, [reading('c')])).toEqual([{ kind: 'accepted' }]);
    await opened.store.close();
  });
});
