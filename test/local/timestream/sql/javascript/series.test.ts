import { seriesOf } from './series-of';

test('a point without a value is absent', () => {
  expect(seriesOf([1, null], [2, 5], [3, null])).toEqual(seriesOf([2, 5]));
});

test('of several points at one time the last counts', () => {
  const { times, values } = seriesOf([1, 1], [2, 2], [2, 3], [2, null], [3, 4]);
  expect([...times]).toEqual([1n, 2n, 3n]);
  expect([...values]).toEqual([1, 3, 4]);
});
