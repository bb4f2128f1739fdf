/** A time as devices say it, in one of the formats of tables.json -> nanoseconds; for time-decoder and TIMESTAMP measures. */
import type { TimeFormat } from '../tables/definition';
import { epochToNs, epochUnitOf, isoToNs, nsPerMs, nsPerS, type EpochUnit } from '../time';
import { UnsafeInteger } from './parse-json';

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
  if (Number.isSafeInteger(value)) {
    const unit = unitOf(Number(value), format);
    return unit === undefined ? undefined : BigInt(Number(value)) * nsPerUnit[unit];
  }
  const decimal = decimalText(value);
  if (decimal === undefined) return undefined;
  const unit = unitOf(Number(decimal), format);
  return unit === undefined ? undefined : epochToNs(decimal, unit);
}

/** @returns undefined when the size of the number is not that of the format */
export function unitOf(epoch: number, format: Exclude<TimeFormat, 'iso8601'>): EpochUnit | undefined {
  const unit = epochUnitOf(epoch);
  return format === 'auto' || unit === unitByFormat[format] ? unit : undefined;
}

const nsPerUnit: Readonly<Record<EpochUnit, bigint>> = { s: nsPerS, ms: nsPerMs, us: 1_000n, ns: 1n };

const unitByFormat: Readonly<Record<Exclude<TimeFormat, 'auto' | 'iso8601'>, EpochUnit>> = {
  'epoch-s': 's',
  'epoch-ms': 'ms',
  'epoch-us': 'us',
  'epoch-ns': 'ns',
};

function decimalText(value: unknown): string | undefined {
  if (value instanceof UnsafeInteger) return value.digits;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}
