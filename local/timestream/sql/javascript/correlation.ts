/** How alike two series move; called through series-functions.ts. */
import type { Series } from './series';

export function haveSameTimes(a: Series, b: Series): boolean {
  return a.times.length === b.times.length && a.times.every((time, index) => time === b.times[index]);
}

/**
 * Pearson's coefficient of values in pairs; null where it is not defined, as for fewer than two pairs, for values
 * that do not vary and for infinite ones.
 */
export function pearson(a: Float64Array, b: Float64Array): number | null {
  return coefficient(deviations(a), deviations(b));
}

/** Spearman's coefficient: Pearson's of the ranks; equal values share the mean of their ranks. */
export function spearman(a: Float64Array, b: Float64Array): number | null {
  return a.some(Number.isNaN) || b.some(Number.isNaN) ? null : coefficient(ranks(a), ranks(b));
}

/** The coefficient of distances from the mean. */
function coefficient(x: Float64Array, y: Float64Array): number | null {
  const found = products(x, y) / Math.sqrt(products(x, x) * products(y, y));
  return Number.isFinite(found) ? Math.min(Math.max(found, -1), 1) : null;
}

function products(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, index) => sum + value * (y[index] ?? NaN), 0);
}

/** Distances from the mean, over the greatest of them, so that no product of two is too large or too small. */
function deviations(values: Float64Array): Float64Array {
  // Updated value by value, the mean of equal values is exactly that value: a sum would be rounded.
  const mean = values.reduce((soFar, value, index) => soFar + (value - soFar) / (index + 1), 0);
  const distances = values.map((value) => value - mean);
  const greatest = distances.reduce((most, distance) => Math.max(most, Math.abs(distance)), 0);
  return distances.map((distance) => distance / greatest);
}

/** Places in ascending order, counted from the middle. */
function ranks(values: Float64Array): Float64Array {
  const ties = new Map<number, { readonly first: number; last: number }>();
  values.toSorted().forEach((value, place) => {
    const known = ties.get(value);
    if (known === undefined) ties.set(value, { first: place, last: place });
    else known.last = place;
  });
  return values.map((value) => {
    const { first, last } = ties.get(value) ?? { first: NaN, last: NaN };
    return (first + last - (values.length - 1)) / 2;
  });
}
