/** Literals with a type: numbers, intervals, `date '...'`, `DOUBLE '0.0'`. */
import type { Expression } from '../ast';
import type { Bound } from '../bound';
import { SqlError, type Offset } from '../errors';
import { unitNs } from '../interval-units';
import { parseDouble } from '../javascript/parse-double';
import { parseTime } from '../parse-time';
import { LONGEST_DAY_INTERVAL_NS, LONGEST_MONTH_INTERVAL } from '../time-range';
import { scalar } from '../types';
import { dateLiteral, literal, timestampLiteral } from './coerce';

const MAX_INTEGER = 2n ** 31n - 1n;
const MAX_BIGINT = 2n ** 63n - 1n;
const MIN_BIGINT = -(2n ** 63n);

/** Whole numbers are integers while they fit 32 bits. */
export function integerLiteral(value: bigint, at: Offset): Bound {
  if (value > MAX_BIGINT || value < MIN_BIGINT) throw new SqlError(at, `Invalid numeric literal: ${value}`);
  return literal(at, scalar(value > MAX_INTEGER || value < -MAX_INTEGER - 1n ? 'bigint' : 'integer'), value);
}

/** Days and shorter in nanoseconds, months and years in months. */
export function intervalLiteral({ unit, amount, at }: Extract<Expression, { kind: 'interval' }>): Bound {
  const size = unitNs(unit);
  const value = amount * (size ?? (unit === 'year' ? 12n : 1n));
  const limit = size === undefined ? LONGEST_MONTH_INTERVAL : LONGEST_DAY_INTERVAL_NS;
  if (value > limit || value < -limit) throw new SqlError(at, `The interval of ${amount} ${unit} is out of range`);
  return literal(at, scalar(size === undefined ? 'interval year to month' : 'interval day to second'), value);
}

/** `type 'text'` for the scalar types. */
export function typedLiteral({ type, text, at }: Extract<Expression, { kind: 'typed-literal' }>): Bound {
  switch (type) {
    case 'timestamp':
      return literal(at, scalar('timestamp'), timestampLiteral(text, at));
    case 'date':
      return literal(at, scalar('date'), dateLiteral(text, at));
    case 'time':
      return literal(at, scalar('time'), parsed(parseTime(text), type, text, at));
    case 'double':
      return literal(at, scalar('double'), parsed(parseDouble(text), type, text, at));
    case 'bigint':
      return literal(at, scalar('bigint'), parsed(wholeNumber(text, MIN_BIGINT, MAX_BIGINT), type, text, at));
    case 'integer':
      return literal(at, scalar('integer'), parsed(wholeNumber(text, -MAX_INTEGER - 1n, MAX_INTEGER), type, text, at));
    case 'varchar':
      return literal(at, scalar('varchar'), text);
    case 'boolean':
      return literal(at, scalar('boolean'), parsed(truth(text), type, text, at));
    default:
      throw new SqlError(at, `Unknown type: ${type}`);
  }
}

function parsed<T>(value: T | undefined, type: string, text: string, at: Offset): T {
  if (value === undefined) throw new SqlError(at, `'${text}' is not a valid ${type} literal`);
  return value;
}

function wholeNumber(text: string, least: bigint, most: bigint): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value < least || value > most ? undefined : value;
}

function truth(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
