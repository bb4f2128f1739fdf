/** What a store needs of the server around it; handed in when it is opened. */
import type { Buckets } from '../buckets/buckets';
import { noBuckets } from '../buckets/buckets';

export interface Surroundings {
  /** The server's clock, nanoseconds since the epoch. */
  readonly nowNs: () => bigint;
  /** Where reports on dropped late records go. */
  readonly buckets: Buckets;
  /** Hears how many late records were dropped, reported or not. */
  readonly countDropped: (records: number) => void;
}

/** For a store that is opened by itself. */
export const noSurroundings: Surroundings = {
  nowNs: () => BigInt(Date.now()) * 1_000_000n,
  buckets: noBuckets,
  countDropped: () => undefined,
};
