/** A series for tests, from its points. */
import { seriesFrom, type Series } from '../../../../../local/timestream/sql/javascript/series';

export type TestPoint = readonly [time: number, value: number | null];

export function seriesOf(...points: readonly TestPoint[]): Series {
  return seriesFrom(points.length, (index) => BigInt(points[index]![0]), (index) => points[index]![1]);
}
