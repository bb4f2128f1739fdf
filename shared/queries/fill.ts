/** Fill: what stands in a bin without a value; done here, after the query, on the bins of one series. */
import type { JsonValue } from './json-value';
import type { Refuse } from './request-parameters';

export type Fill =
  | { readonly kind: 'none' | 'null' | 'linear' | 'locf' }
  | { readonly kind: 'number'; readonly value: number };

/** The start of a bin (epoch milliseconds) and its value. */
export type Point = readonly [timeMs: number, value: JsonValue];

/** Reads `none`, `null`, `linear`, `locf` or a number. */
export function readFill(text: string, refuse: Refuse): Fill | undefined {
  if (text === 'none' || text === 'null' || text === 'linear' || text === 'locf') return { kind: text };
  const value = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? { kind: 'number', value } : refuse(`'${text}' is not none, null, linear, locf or a number`);
}

/** Whether the fill makes numbers, and so cannot stand between other values. */
export const makesNumbers = (fill: Fill): boolean => fill.kind === 'linear' || fill.kind === 'number';

/**
 * Fills one series.
 *
 * @param values by bin start; null and absent are both "no value"
 * @param starts the starts of all bins, ascending
 * @returns a point for each bin, but for `none`, which gives those with a value. `linear` gives null outside the first and last
 * value, `locf` null before the first: nothing is extrapolated
 */
export function filledPoints(values: ReadonlyMap<number, JsonValue>, starts: readonly number[], fill: Fill): Point[] {
  const points = starts.map((start): Point => [start, values.get(start) ?? null]);
  switch (fill.kind) {
    case 'none':
      return points.filter(([, value]) => value !== null);
    case 'null':
      return points;
    case 'number':
      return points.map(([start, value]) => [start, value ?? fill.value]);
    case 'locf':
      return carriedForward(points);
    case 'linear':
      return interpolated(points);
  }
}

function carriedForward(points: readonly Point[]): Point[] {
  let last: JsonValue = null;
  return points.map(([start, value]) => [start, (last = value ?? last)]);
}

function interpolated(points: readonly Point[]): Point[] {
  const known = points.filter(([, value]) => value !== null);
  let next = 0;
  return points.map((point) => {
    while ((known[next]?.[0] ?? Infinity) < point[0]) next += 1;
    const [left, right] = [known[next - 1], known[next]];
    if (point[1] !== null || left === undefined || right === undefined) return point;
    return [point[0], valueBetween(left, right, point[0])];
  });
}

/** Values beyond 2^53 are text (see json-value); what lies between two of them is a number like any other. */
function valueBetween([leftMs, left]: Point, [rightMs, right]: Point, timeMs: number): number {
  return Number(left) + ((Number(right) - Number(left)) * (timeMs - leftMs)) / (rightMs - leftMs);
}
