/** Batching: nothing lost, nothing doubled, never more than the service takes, and records of a series side by side. */
import fc from 'fast-check';
import { packBatches } from '../../../shared/timestream/batch';
import { anyRecord, record } from './records';

it('packs every record exactly once, with its index, into batches of at most 100', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 350 }), (records) => {
      const batches = packBatches(records);
      const entries = batches.flat();
      expect(entries.map(({ index }) => index).sort((a, b) => a - b)).toEqual(records.map((_, index) => index));
      for (const entry of entries) expect(entry.record).toBe(records[entry.index]);
      expect(batches.map(({ length }) => length).filter((length) => length < 1 || length > 100)).toEqual([]);
      expect(batches).toHaveLength(Math.ceil(records.length / 100));
    }),
  );
});

it('puts the records of a series together, in the order of their time', () => {
  const records = [record('b', { timeNs: 2n }), record('a', { timeNs: 3n }), record('b', { timeNs: 1n }), record('a', { timeNs: 1n })];
  expect(packBatches(records).flat().map(({ index }) => index)).toEqual([2, 0, 3, 1]);
});

it('keeps two records of one series and time in the order they came', () => {
  const records = [record('a', { version: 1 }), record('a', { version: 2 }), record('a', { version: 1 })];
  expect(packBatches(records).flat().map(({ index }) => index)).toEqual([0, 1, 2]);
});

it('makes no batch of nothing', () => {
  expect(packBatches([])).toEqual([]);
});
