import { interpolate } from '../../../../../local/timestream/sql/javascript/interpolate';
import { spline } from '../../../../../local/timestream/sql/javascript/spline';
import { seriesOf, type TestPoint } from './series-of';

const at = (points: readonly TestPoint[], ...times: number[]) =>
  interpolate(spline, seriesOf(...points), BigInt64Array.from(times, BigInt)).map(({ value }) => value);

// Through (0, 0), (10, 1), (20, 0) the curvature in the middle is -0.03: 2 * 20 * m = 6 * (-0.1 - 0.1).
test('is the natural cubic spline', () => {
  const [quarter, threeQuarters] = at([[0, 0], [10, 1], [20, 0]], 5, 15);
  expect(quarter).toBeCloseTo(0.6875, 12);
  expect(threeQuarters).toBeCloseTo(0.6875, 12);
});

// Widths 10 and 30, slopes 1 and -1/3: 2 * 40 * m = 6 * (-1/3 - 1), so m = -0.1;
// at 25 both shares are 1/2, and the bend is (1/8 - 1/2) * -0.1 * 900 / 6 = 5.625 above the line's 5.
test('takes points at uneven distances', () => {
  expect(at([[0, 0], [10, 10], [40, 0]], 25)[0]).toBeCloseTo(10.625, 12);
});

test('goes through its points exactly, and nowhere outside them', () => {
  expect(at([[10, 0.1], [20, 0.7], [35, 0.2], [40, 9]], 9, 10, 20, 35, 40, 41)).toEqual([null, 0.1, 0.7, 0.2, 9, null]);
});

test('is the line through two points, and through many on a line', () => {
  expect(at([[0, 1], [10, 3]], 5)).toEqual([2]);
  expect(at([[0, 0], [10, 10], [20, 20], [30, 30]], 5, 15, 25)).toEqual([5, 15, 25]);
});

test('one point and none have no curve', () => {
  expect(at([[5, 2]], 4, 5, 6)).toEqual([null, 2, null]);
  expect(at([], 1)).toEqual([null]);
});
