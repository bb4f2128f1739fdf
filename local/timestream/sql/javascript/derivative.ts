/** How fast a series changes; called through series-functions.ts. */
import { timeAt, valueAt, type Point, type Series } from './series';

/**
 * The change per interval from each point to the next, at the time of the later one: a series of n points has n - 1.
 *
 * @param interval nanoseconds, positive
 */
export function derivative(series: Series, interval: bigint): readonly Point[] {
  return Array.from({ length: Math.max(series.times.length - 1, 0) }, (_point, index) => {
    const time = timeAt(series, index + 1);
    const perInterval = Number(interval) / Number(time - timeAt(series, index));
    return { time, value: (valueAt(series, index + 1) - valueAt(series, index)) * perInterval };
  });
}

/** The same without what is negative. */
export function nonNegativeDerivative(series: Series, interval: bigint): readonly Point[] {
  return derivative(series, interval).filter(({ value }) => value !== null && value >= 0);
}
