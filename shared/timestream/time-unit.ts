/** In which unit times are sent: record and request-body write them with it. */
import { nsPerMs } from '../time';
import type { TimestreamRecord } from './record';

export interface TimeUnit {
  readonly name: 'MILLISECONDS' | 'MICROSECONDS' | 'NANOSECONDS';
  readonly ns: bigint;
}

const nanoseconds: TimeUnit = { name: 'NANOSECONDS', ns: 1n };
const coarsestFirst: readonly TimeUnit[] = [{ name: 'MILLISECONDS', ns: nsPerMs }, { name: 'MICROSECONDS', ns: 1_000n }, nanoseconds];

/**
 * The coarsest unit that keeps every time exact, those of TIMESTAMP measures too, because they are read in their record's unit. The
 * unit is no part of a record's identity: the service stores nanoseconds.
 */
export function coarsestExactUnit(entries: readonly { readonly record: Pick<TimestreamRecord, 'timeNs' | 'measures'> }[]): TimeUnit {
  return coarsestFirst.find(({ ns }) => entries.every(({ record }) => isExact(record, ns))) ?? nanoseconds;
}

function isExact({ timeNs, measures }: Pick<TimestreamRecord, 'timeNs' | 'measures'>, unitNs: bigint): boolean {
  if (timeNs % unitNs !== 0n) return false;
  for (const { type, value } of measures) {
    if (type === 'TIMESTAMP' && BigInt(value) % unitNs !== 0n) return false;
  }
  return true;
}

export function inUnit(timeNs: bigint, { ns }: TimeUnit): string {
  return (timeNs / ns).toString();
}
