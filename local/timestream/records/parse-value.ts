/** Texts of times and measure values as they must be, strictly; used by decode-records. */
import type { CellValue } from './record';
import { latestTimeNs } from './limits';

export type TimeUnit = 'SECONDS' | 'MILLISECONDS' | 'MICROSECONDS' | 'NANOSECONDS';
export type ScalarType = 'DOUBLE' | 'BIGINT' | 'VARCHAR' | 'BOOLEAN' | 'TIMESTAMP';

const nsPerUnit: Readonly<Record<TimeUnit, bigint>> = {
  SECONDS: 1_000_000_000n,
  MILLISECONDS: 1_000_000n,
  MICROSECONDS: 1_000n,
  NANOSECONDS: 1n,
};

const digits = /^\d+$/;
const wholeNumber = /^[+-]?\d+$/;
const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const booleans = new Map([['true', true], ['false', false]]);
const bigintLimit = 2n ** 63n;

export function isTimeUnit(text: string): text is TimeUnit {
  return Object.hasOwn(nsPerUnit, text);
}

/** @returns nanoseconds, however many; undefined when the text is no count of units since the epoch */
export function parseTime(value: string, unit: TimeUnit): bigint | undefined {
  return digits.test(value) ? timeOf(BigInt(value), unit) : undefined;
}

/** @param count of units since the epoch */
export function timeOf(count: bigint, unit: TimeUnit): bigint {
  return count * nsPerUnit[unit];
}

/** @returns undefined when the text is not a value of the type; NaN and infinities are none */
export function parseValue(type: ScalarType, value: string, unit: TimeUnit): CellValue | undefined {
  switch (type) {
    case 'VARCHAR': return value;
    case 'DOUBLE': return parseDouble(value);
    case 'BIGINT': return parseBigint(value);
    case 'BOOLEAN': return booleans.get(value);
    case 'TIMESTAMP': return parseTimestamp(value, unit);
  }
}

function parseTimestamp(value: string, unit: TimeUnit): bigint | undefined {
  const timeNs = parseTime(value, unit);
  return timeNs !== undefined && timeNs <= latestTimeNs ? timeNs : undefined;
}

function parseDouble(value: string): number | undefined {
  const number = decimalNumber.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function parseBigint(value: string): bigint | undefined {
  if (!wholeNumber.test(value)) return undefined;
  const number = BigInt(value.startsWith('+') ? value.slice(1) : value);
  return number >= -bigintLimit && number < bigintLimit ? number : undefined;
}
