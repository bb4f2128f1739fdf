/** Filling a series at requested times; called by DuckDB through register.ts, one series at a time. */

export interface Point {
  readonly time: bigint;
  readonly value: number | null;
}

export type Interpolation = (points: readonly Point[], time: bigint) => number | null;

/** How many points lie at or before `time`, by halving: points are in time order. */
function countUntil(points: readonly Point[], time: bigint): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = points[middle];
    if (point !== undefined && point.time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** On the straight line between the neighbours; nothing outside the series. */
export const linear: Interpolation = (points, time) => {
  const after = countUntil(points, time);
  const left = points[after - 1];
  const right = points[after];
  if (left === undefined) return null;
  if (left.time === time) return left.value;
  if (right === undefined || left.value === null || right.value === null) return null;
  const share = Number(time - left.time) / Number(right.time - left.time);
  return left.value + (right.value - left.value) * share;
};

/** The last value at or before the time; nothing before the first point. */
export const locf: Interpolation = (points, time) => points[countUntil(points, time) - 1]?.value ?? null;

/** The value at exactly that time, else the given one. */
export function fill(constant: number | null): Interpolation {
  return (points, time) => {
    const point = points[countUntil(points, time) - 1];
    return point?.time === time ? point.value : constant;
  };
}

/** One point per requested time, in time order. */
export function interpolate(how: Interpolation, points: readonly Point[], times: readonly bigint[]): readonly Point[] {
  const ascending = times.every((time, index) => index === 0 || (times[index - 1] ?? time) <= time);
  const ordered = ascending ? times : times.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return ordered.map((time) => ({ time, value: how(points, time) }));
}
