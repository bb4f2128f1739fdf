/** Values of the plain evaluator that random expressions are checked against, and how the service writes them. */

export type Type = 'integer' | 'bigint' | 'double' | 'varchar' | 'boolean' | 'timestamp' | 'date' | 'interval' | 'array';

/**
 * Whole numbers, timestamps (ns), dates (days) and intervals (ns) are bigint. Arrays hold bigint.
 * NULL is null.
 */
export type Value = bigint | number | string | boolean | readonly (bigint | null)[] | null;

/** Evaluation that the language ends with an error. */
export class Failure extends Error {}

const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = 86_400n * NS_PER_SECOND;

export function floorDivide(x: bigint, size: bigint): bigint {
  return x / size - (x % size < 0n ? 1n : 0n);
}

export function wholeText(value: Value, type: Type): string | null {
  if (value === null) return null;
  switch (type) {
    case 'double':
      return javaDouble(Number(value));
    case 'timestamp':
      return `${dayText(floorDivide(value as bigint, NS_PER_DAY))} ${clockText((value as bigint) - floorDivide(value as bigint, NS_PER_DAY) * NS_PER_DAY)}`;
    case 'date':
      return dayText(value as bigint);
    case 'interval': {
      const ns = value as bigint;
      const size = ns < 0n ? -ns : ns;
      return `${ns < 0n ? '-' : ''}${size / NS_PER_DAY} ${clockText(size % NS_PER_DAY)}`;
    }
    case 'array':
      return `[${(value as readonly (bigint | null)[]).map(String).join(',')}]`;
    default:
      return String(value);
  }
}

function clockText(ns: bigint): string {
  const seconds = ns / NS_PER_SECOND;
  const two = (amount: bigint) => String(amount).padStart(2, '0');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}.${String(ns % NS_PER_SECOND).padStart(9, '0')}`;
}

/** Days since the epoch by the rule of the Gregorian calendar, without a Date. */
export function dayText(days: bigint): string {
  const [year, month, day] = civil(days);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Year, month and day of a day number. */
export function civil(days: bigint): readonly [year: number, month: number, day: number] {
  let year = 1970;
  let rest = Number(days);
  const length = (y: number) => (isLeap(y) ? 366 : 365);
  while (rest < 0) rest += length(--year);
  while (rest >= length(year)) rest -= length(year++);
  let month = 1;
  while (rest >= monthLength(year, month)) rest -= monthLength(year, month++);
  return [year, month, rest + 1];
}

export function dayNumber(year: number, month: number, day: number): bigint {
  let days = 0;
  for (let y = 1970; y < year; y += 1) days += isLeap(y) ? 366 : 365;
  for (let y = year; y < 1970; y += 1) days -= isLeap(y) ? 366 : 365;
  for (let m = 1; m < month; m += 1) days += monthLength(year, m);
  return BigInt(days + day - 1);
}

export function monthLength(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** As Java's Double.toString: shortest digits, exponent from 1E7 and below 1E-3. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential());
  const [, sign = '', first = '', rest = '', exponentText = ''] = match ?? [];
  const exponent = Number(exponentText);
  if (exponent < -3 || exponent >= 7) return `${sign}${first}.${rest === '' ? '0' : rest}E${exponent}`;
  const digits = first + rest;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}`;
}
