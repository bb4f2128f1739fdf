import * as fc from 'fast-check';
import { fill, interpolate, linear, locf, type Series } from '../../../../../local/timestream/sql/javascript/interpolate';

const series = (...points: [time: number, value: number][]): Series => ({
  length: points.length,
  timeAt: (index) => BigInt(points[index]![0]),
  valueAt: (index) => points[index]![1],
});
const times = (...values: number[]) => values.map(BigInt);
const values = (points: readonly { value: number | null }[]) => points.map(({ value }) => value);
const points = series([10, 1], [20, 3], [40, 1]);

test('linear interpolation is on the line between the neighbours, and nothing outside', () => {
  expect(values(interpolate(linear, points, times(5, 10, 15, 20, 30, 40, 41)))).toEqual([null, 1, 2, 3, 2, 1, null]);
});

test('the last observation is carried forward, also past the end', () => {
  expect(values(interpolate(locf, points, times(5, 10, 19, 20, 99)))).toEqual([null, 1, 1, 3, 1]);
});

test('filling keeps what is there and puts the constant elsewhere', () => {
  expect(values(interpolate(fill(0), points, times(9, 10, 11)))).toEqual([0, 1, 0]);
});

test('the result is in time order whatever was asked', () => {
  expect(interpolate(locf, points, times(30, 10)).map(({ time }) => time)).toEqual(times(10, 30));
});

test('of two points at one time the later one counts, and nothing is divided by zero', () => {
  expect(values(interpolate(linear, series([1, 1], [1, 2], [3, 4]), times(1, 2)))).toEqual([2, 3]);
});

test('an empty series has no values', () => {
  expect(values(interpolate(linear, series(), times(1)))).toEqual([null]);
});

test('a linear value lies between its neighbours', () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.nat({ max: 1000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), { minLength: 2, selector: ([time]) => time })
    .map((found) => found.toSorted((a, b) => a[0] - b[0]));
  fc.assert(fc.property(pairs, fc.nat({ max: 1000 }), (known, time) => {
    const value = linear(series(...known), BigInt(time));
    const left = known.findLast((pair) => pair[0] <= time);
    const right = known.find((pair) => pair[0] >= time);
    if (left === undefined || right === undefined) return value === null;
    const [low = 0, high = 0] = [left[1], right[1]].toSorted((a, b) => a - b);
    return value !== null && value >= low - 1e-6 && value <= high + 1e-6;
  }));
});
