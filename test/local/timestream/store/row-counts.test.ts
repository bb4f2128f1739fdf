import fc from 'fast-check';
import { MAX_TIMES, RowCounts } from '../../../../local/timestream/store/row-counts';

test('rows are counted from the first time on and before the second, and without an end where there is none', () => {
  const counts = new RowCounts();
  for (const time of [10n, 10n, 20n, 30n]) counts.add(time, 1);
  expect(counts.between(10n, 30n)).toBe(3);
  expect(counts.between(11n, 30n)).toBe(1);
  expect(counts.between(undefined, 11n)).toBe(2);
  expect(counts.between(20n, undefined)).toBe(2);
  expect(counts.between(undefined, undefined)).toBe(4);
  expect(counts.between(31n, undefined)).toBe(0);
  expect(counts.between(30n, 10n)).toBe(0);
});

test('rows that come late, between counts, find their place', () => {
  const counts = new RowCounts();
  counts.add(50n, 2);
  expect(counts.between(undefined, undefined)).toBe(2);
  counts.add(60n, 1);
  counts.add(10n, 3);
  counts.add(50n, 4);
  expect(counts.between(undefined, 50n)).toBe(3);
  expect(counts.between(50n, 51n)).toBe(6);
  expect(counts.between(51n, undefined)).toBe(1);
});

test('without rows there are none, and with too many different times nobody knows', () => {
  const counts = new RowCounts();
  expect(counts.between(undefined, undefined)).toBe(0);
  for (let time = 0; time <= MAX_TIMES; time += 1) counts.add(BigInt(time), 1);
  expect(counts.between(0n, 1n)).toBeUndefined();
  counts.add(0n, 1);
  expect(counts.between(0n, 1n)).toBeUndefined();
});

test('rows of a range can be taken out again, and the others stay countable', () => {
  const counts = new RowCounts();
  for (const time of [10n, 20n, 20n, 30n, 40n]) counts.add(time, 1);
  counts.remove(20n, 40n);
  expect(counts.all()).toEqual([[10n, 1], [40n, 1]]);
  counts.add(30n, 2);
  expect(counts.between(undefined, 40n)).toBe(3);
  expect(counts.between(20n, undefined)).toBe(3);
  counts.remove(0n, 5n);
  counts.remove(0n, 100n);
  expect(counts.between(undefined, undefined)).toBe(0);
  counts.giveUp();
  counts.remove(0n, 100n);
  expect(counts.all()).toBeUndefined();
});

test('in whatever order rows come, and whenever they are counted between, the counts are those of all rows', () => {
  const time = fc.bigInt({ min: 0n, max: 30n });
  fc.assert(fc.property(fc.array(fc.array(fc.tuple(time, fc.integer({ min: 1, max: 5 })))), time, time, (groups, from, until) => {
    const counts = new RowCounts();
    for (const group of groups) {
      for (const [timeNs, rows] of group) counts.add(timeNs, rows);
      counts.between(from, until);
    }
    const rows = groups.flat().filter(([timeNs]) => timeNs >= from && timeNs < until).reduce((sum, [, own]) => sum + own, 0);
    expect(counts.between(from, until)).toBe(rows);
    expect(counts.all()?.map(([timeNs]) => timeNs)).toEqual([...new Set(groups.flat().map(([timeNs]) => timeNs))].sort((a, b) => Number(a - b)));
  }));
});
