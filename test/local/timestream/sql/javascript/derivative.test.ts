import { derivative, nonNegativeDerivative } from '../../../../../local/timestream/sql/javascript/derivative';
import { seriesOf } from './series-of';

const points = seriesOf([0, 1], [10, 4], [15, 3], [20, 3]);

test('is the change per interval, at the later of the two times', () => {
  expect(derivative(points, 10n)).toEqual([{ time: 10n, value: 3 }, { time: 15n, value: -2 }, { time: 20n, value: 0 }]);
});

test('without what is negative, zero stays', () => {
  expect(nonNegativeDerivative(points, 5n)).toEqual([{ time: 10n, value: 1.5 }, { time: 20n, value: 0 }]);
});

test('one point and none have no change', () => {
  expect(derivative(seriesOf([1, 1]), 1n)).toEqual([]);
  expect(derivative(seriesOf(), 1n)).toEqual([]);
});

test('two readings at one time are no change', () => {
  expect(derivative(seriesOf([0, 1], [10, 2], [10, 3]), 10n)).toEqual([{ time: 10n, value: 2 }]);
});

test('a change from infinity to infinity is not a number, and not non-negative', () => {
  const infinite = seriesOf([0, Infinity], [1, Infinity]);
  expect(derivative(infinite, 1n)).toEqual([{ time: 1n, value: NaN }]);
  expect(nonNegativeDerivative(infinite, 1n)).toEqual([]);
});
