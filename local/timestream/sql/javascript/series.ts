/** A series as the calculations beside this file take it; series-vectors.ts makes one of DuckDB's memory. */

/** Points that have a value, in ascending order of time and no two at the same. */
export interface Series {
  /** Nanoseconds since the epoch. */
  readonly times: BigInt64Array;
  readonly values: Float64Array;
}

/** A type and no interface, so that it can be the fields of a DuckDB value as it is. */
export type Point = Readonly<{ time: bigint; value: number | null }>;

/** The time of a point that exists. */
export const timeAt = ({ times }: Series, index: number): bigint => times[index] ?? 0n;

/** The value of a point that exists. */
export const valueAt = ({ values }: Series, index: number): number => values[index] ?? NaN;

/**
 * A series from its points in order of time. Points without a value count as absent; of several at one time the
 * last counts, so that nothing is ever divided by a time of zero.
 */
export function seriesFrom(length: number, time: (index: number) => bigint, value: (index: number) => number | null): Series {
  const times = new BigInt64Array(length);
  const values = new Float64Array(length);
  let end = 0;
  for (let index = 0; index < length; index += 1) {
    const found = value(index);
    if (found === null) continue;
    const at = time(index);
    if (end > 0 && times[end - 1] === at) end -= 1;
    times[end] = at;
    values[end] = found;
    end += 1;
  }
  return { times: times.subarray(0, end), values: values.subarray(0, end) };
}
