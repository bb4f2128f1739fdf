/** What an answer cost; part of every body that needed a query. */

export interface QueryCost {
  readonly bytesScanned: number;
  /** What is billed in the bytes-scanned pricing model: at least 10 MB a query. */
  readonly bytesMetered: number;
  readonly durationMs: number;
}
