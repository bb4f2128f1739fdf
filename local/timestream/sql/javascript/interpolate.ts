/** Filling a series at requested times; called by DuckDB through register.ts, one series at a time. */

/** The points of a series in time order, read one by one where they lie: most are never needed. */
export interface Series {
  readonly length: number;
  timeAt(index: number): bigint;
  valueAt(index: number): number | null;
}

export type Interpolation = (series: Series, time: bigint) => number | null;

/** How many points lie at or before `time`, by halving. */
function countUntil(series: Series, time: bigint): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (series.timeAt(middle) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** On the straight line between the neighbours; nothing outside the series. */
export const linear: Interpolation = (series, time) => {
  const right = countUntil(series, time);
  if (right === 0) return null;
  const leftTime = series.timeAt(right - 1);
  const left = series.valueAt(right - 1);
  if (leftTime === time) return left;
  if (right === series.length) return null;
  const next = series.valueAt(right);
  if (left === null || next === null) return null;
  const share = Number(time - leftTime) / Number(series.timeAt(right) - leftTime);
  return left + (next - left) * share;
};

/** The last value at or before the time; nothing before the first point. */
export const locf: Interpolation = (series, time) => {
  const count = countUntil(series, time);
  return count === 0 ? null : series.valueAt(count - 1);
};

/** The value at exactly that time, else the given one. */
export function fill(constant: number | null): Interpolation {
  return (series, time) => {
    const count = countUntil(series, time);
    return count > 0 && series.timeAt(count - 1) === time ? series.valueAt(count - 1) : constant;
  };
}

/** One point per requested time, in time order. */
export function interpolate(how: Interpolation, series: Series, times: readonly bigint[]): readonly { time: bigint; value: number | null }[] {
  const isAscending = times.every((time, index) => index === 0 || (times[index - 1] ?? time) <= time);
  const ordered = isAscending ? times : times.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return ordered.map((time) => ({ time, value: how(series, time) }));
}
