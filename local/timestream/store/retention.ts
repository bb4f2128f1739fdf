/** How far back a table shows its rows, and the days that its rows are sealed by; asked by the relation, the keeper and the catalog. */
import type { TableDefinition } from './definitions';

const nsPerHour = 3_600_000_000_000n;
export const nsPerDay = 24n * nsPerHour;

/** Days since the epoch, in UTC. The service takes no time before it. */
export function dayOf(timeNs: bigint): number {
  return Number(timeNs / nsPerDay);
}

/** Its first moment; that of the next day is its end. */
export function startOfDay(day: number): bigint {
  return BigInt(day) * nsPerDay;
}

/** Rows from before it have expired. Both stores keep what they keep from the time of the record on, so the longer one decides. */
export function visibleFromNs({ retention: { memoryHours, magneticDays }, expiredBeforeNs = '0' }: TableDefinition, nowNs: bigint): bigint {
  const keptNs = latest(BigInt(memoryHours) * nsPerHour, BigInt(magneticDays) * nsPerDay);
  return latest(nowNs - keptNs, BigInt(expiredBeforeNs));
}

/** The definition with its new retention, which never brings back what has expired under the old one. */
export function withNewRetention(before: TableDefinition, after: TableDefinition, nowNs: bigint): TableDefinition {
  const isSame = before.retention.memoryHours === after.retention.memoryHours && before.retention.magneticDays === after.retention.magneticDays;
  return isSame ? after : { ...after, expiredBeforeNs: String(visibleFromNs(before, nowNs)) };
}

export function latest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
