/** The fault in the day of history: one device drifts out of its range, falls silent for a while and comes back healthy. */

/** Which device of a table fails; the first one stays healthy, for comparison. */
export const faultyDevice = 1;

/** Parts of the history at which the drift begins, the device falls silent, and comes back: about 7, 5 and 4 hours ago in a day. */
const driftsFrom = 0.71;
const silentFrom = 0.79;
const healthyFrom = 0.83;

export interface Fault {
  /** 0 in health to 1 at the height of the fault. */
  readonly drift: number;
  readonly silent: boolean;
}

export const noFault: Fault = { drift: 0, silent: false };

/** @param part where in the history a reading stands, 0 (its start) to 1 (its end) */
export function faultAt(part: number): Fault {
  if (part < driftsFrom || part >= healthyFrom) {
    return noFault;
  }
  return part < silentFrom ? { drift: (part - driftsFrom) / (silentFrom - driftsFrom), silent: false } : { drift: 1, silent: true };
}
