/** The QueryStatus of an answer, as JSON text. */
import { bytesMetered } from './bytes-scanned';

/** @param scanned bytes */
export function endedStatus(scanned: number): string {
  return JSON.stringify({ ProgressPercentage: 100, CumulativeBytesScanned: scanned, CumulativeBytesMetered: bytesMetered(scanned) });
}

/** SHOW and DESCRIBE cost nothing. */
export const showStatus = JSON.stringify({ ProgressPercentage: 100, CumulativeBytesScanned: 0, CumulativeBytesMetered: 0 });

/** While a query runs nothing is known of it but its least price. */
export const waitingStatus = JSON.stringify({ ProgressPercentage: 0, CumulativeBytesScanned: 0, CumulativeBytesMetered: bytesMetered(0) });
