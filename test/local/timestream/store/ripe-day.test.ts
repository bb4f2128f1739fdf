import { isRipe } from '../../../../local/timestream/store/ripe-day';

const minute = 60_000_000_000n;

it.each([
  ['a day that was never sealed, once it is quiet', 1, undefined, true, true],
  ['a day that still receives rows', 90_000, undefined, false, false],
  ['a few late rows', 99, 1000, true, false],
  ['a tenth of the file', 100, 1000, true, true],
  ['a tenth of the file, and still more come', 100, 1000, false, false],
  ['many late rows of a large file', 50_000, 9_000_000, true, true],
  ['not quite many', 49_999, 9_000_000, true, false],
])('%s: %d changes, a file of %p rows, quiet %p', (_what, changes, rows, isQuiet, expected) => {
  expect(isRipe({ rows: 0, changes, sinceNs: 0n }, rows === undefined ? undefined : { rows }, isQuiet, 9n * minute)).toBe(expected);
});

it('does not wait for more than ten minutes', () => {
  const unsealed = { rows: 1, changes: 1, sinceNs: 5n * minute };
  expect(isRipe(unsealed, { rows: 1000 }, false, 15n * minute - 1n)).toBe(false);
  expect(isRipe(unsealed, { rows: 1000 }, false, 15n * minute)).toBe(true);
});
