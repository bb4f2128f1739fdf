/** Aggregates over a group's whole list of values, which DuckDB has not or has otherwise. */
import { BIGINT, DOUBLE, DuckDBListVector, LIST, listValue, type DuckDBVector } from '@duckdb/node-api';
import { asBigint, asNumber, unexpected, type JavascriptFunctions } from './javascript-function';

/** The items of one row's list, left where they lie in DuckDB's memory. */
function* itemsAt(column: DuckDBVector | undefined, row: number) {
  if (!(column instanceof DuckDBListVector)) return unexpected(null);
  const offset = column.getEntryOffset(row);
  for (let index = 0; index < column.getEntryLength(row); index += 1) yield column.childVector.getItem(offset + index);
}

/** Fewer values have no skewness. */
const LEAST_VALUES = 3;

/** m3 / m2^1.5 of the whole population, in one pass; NaN where nothing varies. */
export function skewness(values: Iterable<number>): number | undefined {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    count += 1;
    const change = (value - mean) / count;
    const square = (value - mean) * change * (count - 1);
    cubes += square * change * (count - 2) - 3 * change * squares;
    squares += square;
    mean += change;
  }
  return count < LEAST_VALUES ? undefined : (Math.sqrt(count) * cubes) / squares ** 1.5;
}

/**
 * Where the shares lie among sorted values, each counted as often as its weight says.
 *
 * @returns places from 1, one for each share
 */
export function percentilePlaces(weights: readonly bigint[], shares: readonly number[]): readonly number[] {
  const ends: bigint[] = [];
  let total = 0n;
  for (const weight of weights) {
    total += weight;
    ends.push(total);
  }
  return shares.map((share) => firstReaching(ends, rankOf(share, total)) + 1);
}

/** The rank of the value at a share, from 1: rounded up, so that the share of all is reached. */
function rankOf(share: number, total: bigint): bigint {
  const whole = Number(total);
  return BigInt(Math.max(1, whole - Math.floor(whole - whole * share)));
}

function firstReaching(ends: readonly bigint[], rank: bigint): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? rank) < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const statisticsFunctions: JavascriptFunctions = {
  timestream_skewness: {
    parameters: [LIST(DOUBLE)],
    returns: DOUBLE,
    call: ([values], row) => skewness(Array.from(itemsAt(values, row), asNumber)) ?? null,
  },
  timestream_percentile_places: {
    parameters: [LIST(BIGINT), LIST(DOUBLE)],
    returns: LIST(BIGINT),
    call: ([weights, shares], row) => listValue(
      percentilePlaces(Array.from(itemsAt(weights, row), asBigint), Array.from(itemsAt(shares, row), asNumber)).map(BigInt)),
  },
};
