import * as fc from 'fast-check';
import { haveSameTimes, pearson, spearman } from '../../../../../local/timestream/sql/javascript/correlation';
import { seriesOf } from './series-of';

const both = [pearson, spearman];
const of = (...values: number[]) => new Float64Array(values);

test('a series and itself correlate exactly, and with its opposite exactly not', () => {
  fc.assert(fc.property(fc.float64Array({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100, minLength: 2 }), (values) => {
    for (const coefficient of both) {
      const self = coefficient(values, values);
      expect(self).toBe(values.every((value) => value === values[0]) ? null : 1);
      expect(coefficient(values, values.map((value) => -value))).toBe(self === null ? null : -1);
    }
  }));
});

// Deviations -1.5, -0.5, 0.5, 1.5 and -1, 1, -1, 1: 2 / sqrt(5 * 4).
test("is Pearson's coefficient", () => {
  expect(pearson(of(1, 2, 3, 4), of(1, 3, 1, 3))).toBeCloseTo(2 / Math.sqrt(20), 15);
});

test("Spearman's sees the order only", () => {
  expect(spearman(of(1, 2, 3), of(1, 100, 1000))).toBe(1);
  expect(spearman(of(1, 2, 3), of(0, -5, -Infinity))).toBe(-1);
});

// Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
test('equal values share the mean of their ranks', () => {
  expect(spearman(of(1, 7, 7, 9), of(1, 2, 3, 4))).toBeCloseTo(4.5 / Math.sqrt(22.5), 15);
});

test('fewer than two pairs, values that do not vary and NaN have no coefficient', () => {
  for (const coefficient of both) {
    expect(coefficient(of(), of())).toBeNull();
    expect(coefficient(of(1), of(2))).toBeNull();
    expect(coefficient(of(0.1, 0.1, 0.1), of(1, 2, 3))).toBeNull();
    expect(coefficient(of(1, NaN, 3), of(1, 2, 3))).toBeNull();
  }
  expect(pearson(of(1, Infinity), of(1, 2))).toBeNull();
});

test('times are the same when all are, and none is left over', () => {
  expect(haveSameTimes(seriesOf([1, 5], [2, 6]), seriesOf([1, 0], [2, 0]))).toBe(true);
  expect(haveSameTimes(seriesOf([1, 5]), seriesOf([2, 5]))).toBe(false);
  expect(haveSameTimes(seriesOf([1, 5], [2, 6]), seriesOf([1, 5]))).toBe(false);
  expect(haveSameTimes(seriesOf(), seriesOf())).toBe(true);
});
