/** When a reading was taken: the format of tables.json applied to what the device said; part of decode-reading. */
import type { TimeDefinition, TimeFormat } from '../tables/definition';
import { epochToNs, epochUnitOf, isoToNs, maxTimeNs, msToNs, nsPerS, nsToIso, type EpochUnit } from '../time';
import { UnsafeInteger } from './parse-json';
import { quoted, Refusal } from './refusal';
import { firstValueAt, type RawReading } from './value-at';

/** How far ahead of its own clock Timestream takes a record: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const futureLimitNs = 15n * 60n * nsPerS;

/**
 * Reads the time of a reading. Refuses what no table can ever take; whether a time is too old depends on the table's retention
 * at the moment of writing, so that is left to the service.
 */
export function decodeTime(definition: TimeDefinition, raw: RawReading): bigint | Refusal {
  const receivedAtNs = msToNs(raw.receivedAtMs);
  const value = raw.timeNs ?? firstValueAt(definition.from, raw);
  if (value === undefined) {
    return definition.ifMissing === 'received' ? receivedAtNs : new Refusal('missing-time', 'the reading says no time');
  }
  const ns = typeof value === 'bigint' ? value : valueToNs(value, definition.format);
  if (ns === undefined) return new Refusal('bad-time', `time: ${quoted(value)} is not a time in format ${definition.format}`);
  if (ns < 0n) return new Refusal('time-out-of-range', `time: ${quoted(value)} is before 1970`);
  if (ns > maxTimeNs) return new Refusal('time-out-of-range', `time: ${quoted(value)} is after ${nsToIso(maxTimeNs)}`);
  if (ns > receivedAtNs + futureLimitNs) {
    return new Refusal('time-out-of-range', `time: ${nsToIso(ns)} is more than 15 minutes after ${nsToIso(receivedAtNs)}, when it was received`);
  }
  return ns;
}

/**
 * Reads a time in one of the formats. Numbers are read by their digits, so an integer beyond 2^53 is exact here.
 * With `auto`, text is ISO 8601 and the size of a number decides its unit; with an epoch format, a number of another
 * unit's size is refused, because it can only be a mistake.
 *
 * @returns undefined when the value is no such time
 */
export function valueToNs(value: unknown, format: TimeFormat): bigint | undefined {
  if (format === 'iso8601' || (format === 'auto' && typeof value === 'string')) {
    return typeof value === 'string' ? isoToNs(value) : undefined;
  }
  const decimal = decimalOf(value);
  if (decimal === undefined) return undefined;
  const unit = epochUnitOf(Number(decimal));
  return format === 'auto' || unit === unitByFormat[format] ? epochToNs(decimal, unit) : undefined;
}

const unitByFormat: Readonly<Record<Exclude<TimeFormat, 'auto' | 'iso8601'>, EpochUnit>> = {
  'epoch-s': 's',
  'epoch-ms': 'ms',
  'epoch-us': 'us',
  'epoch-ns': 'ns',
};

function decimalOf(value: unknown): string | undefined {
  if (value instanceof UnsafeInteger) return value.digits;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}
