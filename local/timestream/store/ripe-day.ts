/** Whether a day that has left the memory store is worth writing a file for now; asked by the keeper. */
import type { SealedDay } from './sealed-days';
import type { UnsealedDay } from './unsealed-days';

/** Rows that trickle in late wait for each other, but not for ever. */
const patienceNs = 600_000_000_000n;
/** So many late rows are worth writing a file anew, or a tenth of what it has. */
const manyRows = 50_000;

/**
 * @param sealed its file, when it has one
 * @param isQuiet nothing has come to it for a while
 */
export function isRipe({ changes, sinceNs }: UnsealedDay, sealed: Pick<SealedDay, 'rows'> | undefined, isQuiet: boolean, nowNs: bigint): boolean {
  if (nowNs - sinceNs >= patienceNs) return true;
  return isQuiet && (sealed === undefined || changes >= manyRows || changes * 10 >= sealed.rows);
}
