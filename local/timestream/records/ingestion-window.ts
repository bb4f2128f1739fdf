/** Which times a table takes at a moment, and into which of its two stores; asked by write-records. */
import type { TableDefinition } from '../store/definitions';
import { futureLimitMinutes } from './limits';

export interface IngestionWindow {
  /** Half-open: [memoryFromNs, untilNs) is the memory store. */
  readonly memoryFromNs: bigint;
  readonly untilNs: bigint;
  /** Where the magnetic store begins; undefined when the table takes no writes to it. */
  readonly magneticFromNs: bigint | undefined;
}

const nsPerMinute = 60_000_000_000n;
const nsPerHour = 60n * nsPerMinute;
const nsPerDay = 24n * nsPerHour;

export function ingestionWindow({ retention, memoryStoreFromNs, expiredBeforeNs = '0', magneticStoreWrites }: TableDefinition, nowNs: bigint): IngestionWindow {
  return {
    memoryFromNs: latest(nowNs - BigInt(retention.memoryHours) * nsPerHour, BigInt(memoryStoreFromNs)),
    untilNs: nowNs + BigInt(futureLimitMinutes) * nsPerMinute,
    // What has expired stays expired: a record from there would be taken and never be seen.
    magneticFromNs: magneticStoreWrites.enabled ? latest(nowNs - BigInt(retention.magneticDays) * nsPerDay, BigInt(expiredBeforeNs)) : undefined,
  };
}

/** The memory store of a table whose retention changes at `nowNs` reaches back no further than it did (WriteRecords API, RejectedRecord). */
export function memoryStoreFrom(definition: TableDefinition, nowNs: bigint): bigint {
  return ingestionWindow(definition, nowNs).memoryFromNs;
}

export type Tier = 'memory' | 'magnetic';

/** @returns undefined outside the window */
export function tierOf(timeNs: bigint, { memoryFromNs, untilNs, magneticFromNs }: IngestionWindow): Tier | undefined {
  if (timeNs >= untilNs) return undefined;
  if (timeNs >= memoryFromNs) return 'memory';
  return magneticFromNs !== undefined && timeNs >= magneticFromNs ? 'magnetic' : undefined;
}

/** The service's texts; only the one for tables without magnetic writes tells the range. */
export function outsideReason({ memoryFromNs, untilNs, magneticFromNs }: IngestionWindow): string {
  if (magneticFromNs !== undefined) return 'The record timestamp is outside the time range of the data ingestion window.';
  return `The record timestamp is outside the time range [${isoText(memoryFromNs)}, ${isoText(untilNs)}) of the memory store.`;
}

function isoText(timeNs: bigint): string {
  return new Date(Number(timeNs / 1_000_000n)).toISOString();
}

function latest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
