/** The smooth way of interpolate.ts: a natural cubic spline, whose curvature is zero at both ends. */
import type { Interpolation } from './interpolate';
import { timeAt, valueAt, type Series } from './series';

/** Its curvatures take a walk through the series: they are kept while the series is. */
const known = new WeakMap<Series, Float64Array>();

/** On the spline through all points; nothing outside the series. Through two points it is their line. */
export const spline: Interpolation = (series, count, time) => {
  if (count === 0) return null;
  const left = valueAt(series, count - 1);
  const leftTime = timeAt(series, count - 1);
  if (leftTime === time) return left;
  if (count === series.times.length) return null;
  let curvature = known.get(series);
  if (curvature === undefined) known.set(series, curvature = curvatures(series));
  const rightTime = timeAt(series, count);
  const width = Number(rightTime - leftTime);
  const toRight = Number(rightTime - time) / width;
  const toLeft = Number(time - leftTime) / width;
  const bend = (toRight ** 3 - toRight) * (curvature[count - 1] ?? 0) + (toLeft ** 3 - toLeft) * (curvature[count] ?? 0);
  return toRight * left + toLeft * valueAt(series, count) + (bend * width ** 2) / 6;
};

/**
 * The second derivative at every point, per square nanosecond: a tridiagonal system of equations, solved forwards
 * and back in one pass each.
 */
function curvatures(series: Series): Float64Array {
  const last = series.times.length - 1;
  const solved = new Float64Array(last + 1);
  const factors = new Float64Array(last + 1);
  const width = (index: number) => Number(timeAt(series, index + 1) - timeAt(series, index));
  const slope = (index: number) => (valueAt(series, index + 1) - valueAt(series, index)) / width(index);
  for (let index = 1; index < last; index += 1) {
    const before = width(index - 1);
    const after = width(index);
    const pivot = 2 * (before + after) - before * (factors[index - 1] ?? 0);
    factors[index] = after / pivot;
    solved[index] = (6 * (slope(index) - slope(index - 1)) - before * (solved[index - 1] ?? 0)) / pivot;
  }
  for (let index = last - 1; index > 0; index -= 1) {
    solved[index] = (solved[index] ?? 0) - (factors[index] ?? 0) * (solved[index + 1] ?? 0);
  }
  return solved;
}
