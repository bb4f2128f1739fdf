/** The area below a series; called through series-functions.ts. */
import { timeAt, valueAt, type Series } from './series';

/** Shorter than Number(ns) would overflow with large values, and whole seconds stay exact. */
const NS_PER_SECOND = 1e9;

/**
 * The sum of the trapezoids between neighbours, with time counted in intervals; 0 for fewer than two points.
 *
 * @param interval nanoseconds, positive
 */
export function trapezoids(series: Series, interval: bigint): number {
  let valueSeconds = 0;
  for (let index = 1; index < series.times.length; index += 1) {
    const seconds = Number(timeAt(series, index) - timeAt(series, index - 1)) / NS_PER_SECOND;
    valueSeconds += (valueAt(series, index - 1) / 2 + valueAt(series, index) / 2) * seconds;
  }
  return valueSeconds / (Number(interval) / NS_PER_SECOND);
}
