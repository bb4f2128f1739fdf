/** Values of a series at requested times: on the line between its points, carried forward, or filled; spline.ts is the fourth way. */
import { timeAt, valueAt, type Point, type Series } from './series';

/** The value at a time, given how many points of the series lie at or before it. */
export type Interpolation = (series: Series, count: number, time: bigint) => number | null;

/** On the straight line between the neighbours; nothing outside the series. */
export const linear: Interpolation = (series, count, time) => {
  if (count === 0) return null;
  const left = valueAt(series, count - 1);
  const leftTime = timeAt(series, count - 1);
  if (leftTime === time) return left;
  if (count === series.times.length) return null;
  const share = Number(time - leftTime) / Number(timeAt(series, count) - leftTime);
  return left + (valueAt(series, count) - left) * share;
};

/** The last value at or before the time; nothing before the first point. */
export const locf: Interpolation = (series, count) => (count === 0 ? null : valueAt(series, count - 1));

/** The value at exactly that time, else the given one. */
export function fill(constant: number): Interpolation {
  return (series, count, time) => (count > 0 && timeAt(series, count - 1) === time ? valueAt(series, count - 1) : constant);
}

/** The value at one time, found by halving. */
export function interpolateAt(how: Interpolation, series: Series, time: bigint): number | null {
  let low = 0;
  let high = series.times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(series, middle) <= time) low = middle + 1;
    else high = middle;
  }
  return how(series, low, time);
}

/** One point per requested time, in order of time whatever the order asked in; both are walked through once. */
export function interpolate(how: Interpolation, series: Series, times: BigInt64Array): readonly Point[] {
  let count = 0;
  return Array.from(times.toSorted(), (time) => {
    while (count < series.times.length && timeAt(series, count) <= time) count += 1;
    return { time, value: how(series, count, time) };
  });
}
