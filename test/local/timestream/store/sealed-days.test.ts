import { SealedDays, type SealedDay } from '../../../../local/timestream/store/sealed-days';

const sealed = (day: number, fromNs: bigint, toNs: bigint, members: Partial<SealedDay> = {}): SealedDay => ({
  day, path: `${day}`, rows: 10, fromNs, toNs, bytes: 1, columns: 0, maskedRows: 0, mayBeMasked: false, ...members,
});

function days(): SealedDays {
  const all = new SealedDays();
  for (const each of [sealed(1, 100n, 199n), sealed(2, 250n, 260n, { maskedRows: 3 })]) all.put(each);
  return all;
}

it.each([
  ['everything', {}, [1, 2]],
  ['from the newest row of a day on', { fromNs: 199n }, [1, 2]],
  ['from after it on', { fromNs: 200n }, [2]],
  ['before the oldest row of a day', { untilNs: 250n }, [1]],
  ['up to it', { untilNs: 251n }, [1, 2]],
  ['a gap', { fromNs: 200n, untilNs: 250n }, []],
])('%s: finds the days with a row in it, or none too few', (_what, range, found) => {
  expect(days().within(range).map(({ day }) => day)).toEqual(found);
});

it.each([
  ['everything', {}, 17],
  ['whole days', { fromNs: 100n, untilNs: 200n }, 10],
  ['a part of a day', { fromNs: 101n, untilNs: 200n }, undefined],
  ['a day without its newest row', { untilNs: 260n }, undefined],
  ['no day', { fromNs: 261n }, 0],
])('%s: counts rows without reading, where it can', (_what, range, rows) => {
  expect(days().rowsBetween(range)).toBe(rows);
});

it('has one file for a day', () => {
  const all = days();
  all.put(sealed(2, 240n, 260n));
  expect(all.get(2)?.fromNs).toBe(240n);
  all.remove(2);
  expect(all.all().map(({ day }) => day)).toEqual([1]);
});
