import * as fc from 'fast-check';
import { fill, interpolate, interpolateAt, linear, locf, type Interpolation } from '../../../../../local/timestream/sql/javascript/interpolate';
import { spline } from '../../../../../local/timestream/sql/javascript/spline';
import { seriesOf } from './series-of';

const times = (...values: number[]) => BigInt64Array.from(values, BigInt);
const values = (points: readonly { value: number | null }[]) => points.map(({ value }) => value);
const points = seriesOf([10, 1], [20, 3], [40, 1]);

test('linear interpolation is on the line between the neighbours, and nothing outside', () => {
  expect(values(interpolate(linear, points, times(5, 10, 15, 20, 30, 40, 41)))).toEqual([null, 1, 2, 3, 2, 1, null]);
});

test('the last observation is carried forward, also past the end', () => {
  expect(values(interpolate(locf, points, times(5, 10, 19, 20, 99)))).toEqual([null, 1, 1, 3, 1]);
});

test('filling keeps what is there and puts the constant elsewhere', () => {
  expect(values(interpolate(fill(0), points, times(9, 10, 11)))).toEqual([0, 1, 0]);
});

test('the result is in time order whatever was asked, once per time asked', () => {
  expect(interpolate(locf, points, times(30, 10, 30)).map(({ time }) => time)).toEqual([10n, 30n, 30n]);
});

test('an empty series has no values, and is filled all the same', () => {
  expect(values(interpolate(linear, seriesOf(), times(1)))).toEqual([null]);
  expect(values(interpolate(fill(7), seriesOf(), times(1)))).toEqual([7]);
});

test('one point is a series of one time', () => {
  expect(values(interpolate(linear, seriesOf([5, 2]), times(4, 5, 6)))).toEqual([null, 2, null]);
});

test('times as far apart as times can be are not confused', () => {
  const ends = seriesOf([-9e18, 0], [9e18, 2]);
  expect(values(interpolate(linear, ends, times(-9e18, 0, 9e18)))).toEqual([0, 1, 2]);
});

const known = fc.uniqueArray(fc.tuple(fc.nat({ max: 1000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), { selector: ([time]) => time })
  .map((found) => found.toSorted((a, b) => a[0] - b[0]));

test('a linear value lies between its neighbours', () => {
  fc.assert(fc.property(known, fc.nat({ max: 1000 }), (pairs, time) => {
    const value = interpolateAt(linear, seriesOf(...pairs), BigInt(time));
    const left = pairs.findLast((pair) => pair[0] <= time);
    const right = pairs.find((pair) => pair[0] >= time);
    if (left === undefined || right === undefined) return value === null;
    const [low = 0, high = 0] = [left[1], right[1]].toSorted((a, b) => a - b);
    return value !== null && value >= low - 1e-6 && value <= high + 1e-6;
  }));
});

test('many times at once give what each gives alone', () => {
  const ways: readonly Interpolation[] = [linear, locf, fill(4), spline];
  fc.assert(fc.property(known, fc.array(fc.nat({ max: 1000 })), fc.constantFrom(...ways), (pairs, asked, how) => {
    const series = seriesOf(...pairs);
    for (const { time, value } of interpolate(how, series, times(...asked))) expect(value).toBe(interpolateAt(how, series, time));
  }));
});
