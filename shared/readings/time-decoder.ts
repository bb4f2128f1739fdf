/** When a reading was taken: the time of tables.json applied to what the device said; part of reading-decoder. */
import type { RetentionDefinition, TableDefinition, TimeFormat } from '../tables/definition';
import { maxTimeNs, msToNs, nsToIso } from '../time';
import { quoted, Refusal } from './refusal';
import { firstReader, saysNothing, type RawReading } from './value-reader';
import { unitOf, valueToNs } from './value-to-ns';

/** How far ahead of its own clock Timestream takes a record: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const futureLimitMs = 15 * 60 * 1000;

const msPerHour = 3_600_000;
const hoursPerDay = 24;

/**
 * Reads the time of a reading. Refuses what no table can ever take: times before 1970, and more than 15 minutes after the receipt.
 *
 * A time that is older than the table keeps is refused by the service, not here: the retention of a table can be changed without
 * tables.json, so only the service is certain, and asking it costs nothing that other readings would not cost. The limits are
 * counted from the receipt, which is the same at every delivery: a reading that comes again gets the same time again.
 */
export function timeDecoder({ time, retention }: Pick<TableDefinition, 'time' | 'retention'>): (raw: RawReading) => bigint | Refusal {
  const { format, ifMissing, ifFuture, ifAncient } = time;
  const read = firstReader(time.from);
  const keptMs = ifAncient === 'received' ? keptMsOf(retention) : Infinity;
  return (raw) => {
    const { receivedAtMs } = raw;
    const earliestMs = Math.max(0, receivedAtMs - keptMs);
    const latestMs = receivedAtMs + futureLimitMs;
    const value = raw.timeNs ?? read(raw);
    // Most devices say whole seconds or milliseconds, and most of them the right ones.
    const ms = wholeMs(value, format);
    if (ms !== undefined && ms >= earliestMs && ms <= latestMs) return msToNs(ms);
    if (saysNothing(value)) return ifMissing === 'received' ? msToNs(receivedAtMs) : new Refusal('missing-time', 'the reading says no time');
    const ns = typeof value === 'bigint' ? value : valueToNs(value, format);
    if (ns === undefined) return new Refusal('bad-time', `time: ${quoted(value)} is not a time in format ${format}`);
    if (ns > msToNs(latestMs)) return ifFuture === 'received' ? msToNs(receivedAtMs) : tooLate(ns, quoted(value), receivedAtMs);
    if (ns >= msToNs(earliestMs)) return ns;
    return ifAncient === 'received' ? msToNs(receivedAtMs) : new Refusal('time-out-of-range', `time: ${quoted(value)} is before 1970`);
  };
}

/** @returns undefined for everything that is not said in whole seconds or milliseconds */
function wholeMs(value: unknown, format: TimeFormat): number | undefined {
  if (format === 'iso8601' || typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined;
  const unit = unitOf(value, format);
  if (unit === 'ms') return value;
  return unit === 's' ? value * 1000 : undefined;
}

/** Into the magnetic store go late arrivals only where they are let in. */
function keptMsOf({ memoryHours, magneticDays, lateArrivals }: RetentionDefinition): number {
  return (lateArrivals ? Math.max(memoryHours, magneticDays * hoursPerDay) : memoryHours) * msPerHour;
}

function tooLate(ns: bigint, said: string, receivedAtMs: number): Refusal {
  if (ns > maxTimeNs) return new Refusal('time-out-of-range', `time: ${said} is after ${nsToIso(maxTimeNs)}`);
  const receivedAt = nsToIso(msToNs(receivedAtMs));
  return new Refusal('time-out-of-range', `time: ${nsToIso(ns)} is more than 15 minutes after ${receivedAt}, when it was received`);
}
