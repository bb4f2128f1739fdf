import { cpSync } from 'node:fs';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { entryOf } from './open-table';
import { day, noon, openTiered, reading, readings } from './tiered-store';

afterAll(removeTemporaryFolders);

const clock = { nowNs: noon };

/** Two series, in files and outside, with an update of a sealed row. */
async function filledFolder(): Promise<{ folder: string; copy: string; expected: string[] }> {
  const folder = temporaryFolder();
  const copy = temporaryFolder();
  const { store, table } = await openTiered(folder, clock);
  await store.write(table, [reading(8n * day, 1), reading(8n * day + 1n, 2, 1n, 'b'), reading(9n * day, 3)]);
  await store.moveTiers();
  await store.write(table, [reading(8n * day, 4, 2n), reading(10n * day, 5)]);
  await store.flush();
  const expected = await readings(store, clock);
  cpSync(folder, copy, { recursive: true });
  await store.close();
  return { folder, copy, expected };
}

const facts = async (folder: string) => {
  const lines: string[] = [];
  const { store, table } = await openTiered(folder, clock, {}, (line) => void lines.push(line));
  const entry = entryOf(store.catalog);
  const known = {
    newest: table.seriesById.map(({ newestNs, newestStoredNs, newestVisibleNs }) => [newestNs, newestStoredNs, newestVisibleNs]),
    since: entry.everySeriesSinceNs?.(), all: entry.rowsBetween?.({ nowNs: noon }), late: entry.rowsBetween?.({ nowNs: noon, untilNs: 9n * day }),
    unsealed: table.unsealedDays.all().map(([number, { rows }]) => [number, rows]).sort(),
    sealed: table.sealedDays.all().map(({ day: number, rows, maskedRows }) => [number, rows, maskedRows]),
  };
  return { store, table, lines, known };
};

const expectedFacts = {
  newest: [[10n * day, 10n * day, 10n * day], [8n * day + 1n, 8n * day + 1n, 8n * day + 1n]],
  since: 8n * day + 1n, all: 4, late: 2, unsealed: [[10, 1], [8, 1]], sealed: [[8, 2, 1], [9, 1, 0]],
};

it('are the same after a clean stop, from what it kept, as after a crash, from the rows', async () => {
  const { folder, copy, expected } = await filledFolder();
  const clean = await facts(folder);
  expect(clean.known).toEqual(expectedFacts);
  expect(clean.lines).toEqual([]);
  expect(await readings(clean.store, clock)).toEqual(expected);
  await clean.store.close();

  const crashed = await facts(copy);
  expect(crashed.known).toEqual(expectedFacts);
  expect(crashed.lines).toEqual([expect.stringMatching(/^recovered from an unclean stop: replayed 2 entries of the log \(5 rows, \d+ bytes\), cut 0 torn bytes, read the rows of 1 tables$/)]);
  expect(await readings(crashed.store, clock)).toEqual(expected);
  await crashed.store.close();
});

it('are not trusted any more once a row has changed', async () => {
  const { folder, expected } = await filledFolder();
  const { store, table } = await facts(folder);
  await store.write(table, [reading(10n * day + 5n, 6, 1n, 'b')]);
  await store.flush();
  const crashed = temporaryFolder();
  cpSync(folder, crashed, { recursive: true });
  await store.close();
  const reopened = await facts(crashed);
  expect(reopened.known).toMatchObject({ all: 5, since: 10n * day });
  expect(await readings(reopened.store, clock)).toEqual([...expected, `b ${10n * day + 5n} 6`]);
  await reopened.store.close();
});

it('still hold when a store was opened, changed nothing, and crashed', async () => {
  const { folder } = await filledFolder();
  const { store } = await facts(folder);
  const crashed = temporaryFolder();
  cpSync(folder, crashed, { recursive: true });
  await store.close();
  const reopened = await facts(crashed);
  expect(reopened.known).toEqual(expectedFacts);
  expect(reopened.lines).toEqual([]);
  await reopened.store.close();
});

it('know the newest row of every series after a crash, though it may be in a file', async () => {
  const { copy } = await filledFolder();
  const { store, table } = await facts(copy);
  expect(await store.write(table, [reading(8n * day + 1n, 9, 1n, 'b'), reading(9n * day, 9)])).toEqual([
    expect.objectContaining({ kind: 'rejected', existingVersion: 1n }), expect.objectContaining({ kind: 'rejected', existingVersion: 1n }),
  ]);
  await store.close();
});
