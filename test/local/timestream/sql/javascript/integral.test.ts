import * as fc from 'fast-check';
import { trapezoids } from '../../../../../local/timestream/sql/javascript/integral';
import { seriesOf } from './series-of';

const SECOND = 1_000_000_000;

test('a constant 10 over ten minutes is 20 when time counts in fives', () => {
  expect(trapezoids(seriesOf([0, 10], [600 * SECOND, 10]), BigInt(300 * SECOND))).toBe(20);
});

test('is the area below the lines, negative where they are', () => {
  expect(trapezoids(seriesOf([0, 0], [2 * SECOND, 4], [3 * SECOND, -8]), BigInt(SECOND))).toBe(4 - 2);
});

test('one point and none have no area', () => {
  expect(trapezoids(seriesOf([5, 3]), 1n)).toBe(0);
  expect(trapezoids(seriesOf(), 1n)).toBe(0);
});

test('the largest values do not overflow on the way', () => {
  expect(trapezoids(seriesOf([0, 1.7e308], [SECOND, 1.7e308]), BigInt(SECOND))).toBe(1.7e308);
});

test('a constant has the area of its rectangle however it is sampled', () => {
  fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.uniqueArray(fc.nat({ max: 1000 }), { minLength: 2 }), (value, seconds) => {
    const ordered = seconds.toSorted((a, b) => a - b);
    const area = trapezoids(seriesOf(...ordered.map((second) => [second * SECOND, value] as const)), BigInt(SECOND));
    expect(area).toBe(value * ((ordered.at(-1) ?? 0) - (ordered[0] ?? 0)) + 0);
  }));
});
