import { UnsealedDays } from '../../../../local/timestream/store/unsealed-days';

const day = 86_400_000_000_000n;

it('counts rows and changes of each day, and knows the oldest', () => {
  const days = new UnsealedDays();
  expect(days.oldest).toBeUndefined();
  days.add(3n * day, true, 5n);
  days.add(4n * day - 1n, false, 6n);
  days.add(2n * day, true, 7n);
  expect(days.all()).toEqual([[3, { rows: 1, changes: 2, sinceNs: 5n }], [2, { rows: 1, changes: 1, sinceNs: 7n }]]);
  expect(days.oldest).toBe(2);
  days.remove(2);
  expect(days.oldest).toBe(3);
  days.remove(3);
  expect(days.oldest).toBeUndefined();
});
