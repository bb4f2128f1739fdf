/** Making a checked expression another type, where the language does so by itself or CAST asks for it. */
import type { Bound, LiteralValue } from '../bound';
import { notSupportedYet, SqlError, type Offset } from '../errors';
import { castPrint } from '../functions/cast';
import { parseDate, parseTimestamp } from '../parse-time';
import { sameType, typeName, type SqlType } from '../types';
import { arrayLiteral } from './array-literal';

export function literal(at: Offset, type: SqlType, value: LiteralValue): Bound {
  return { kind: 'literal', at, type, value };
}

/** The expression as the type, which the caller knows it may become; literals are converted at once. */
export function coerce(bound: Bound, type: SqlType): Bound {
  if (sameType(bound.type, type)) return bound;
  if (bound.kind === 'literal') {
    bound.infer?.(type);
    const value = convertedLiteral(bound.value, bound.type, type, bound.at);
    if (value !== undefined) return literal(bound.at, type, value);
  }
  if (bound.kind === 'call' && bound.type.kind === 'array' && type.kind === 'array' && bound.isArrayLiteral) {
    const { element } = type;
    return arrayLiteral(bound.arguments.map((item) => coerce(item, element)), element, bound.at);
  }
  return cast(bound, type, false);
}

/** CAST and TRY_CAST. */
export function cast(bound: Bound, type: SqlType, safe: boolean): Bound {
  const print = castPrint(bound.type, type, safe);
  if (print === undefined) {
    const composed = [bound.type, type].some(({ kind }) => kind === 'array' || kind === 'timeseries');
    if (composed) throw notSupportedYet(bound.at, `A cast from ${typeName(bound.type)} to ${typeName(type)}`);
    throw new SqlError(bound.at, `Cannot cast ${typeName(bound.type)} to ${typeName(type)}`);
  }
  return { kind: 'call', at: bound.at, type, print, arguments: [bound], passesNaN: bound.type.kind !== 'varchar' };
}

/** The literal in the other type, or undefined when only DuckDB can tell. */
function convertedLiteral(value: LiteralValue, from: SqlType, to: SqlType, at: Offset): LiteralValue | undefined {
  if (value === null) return null;
  if (typeof value === 'bigint' && (from.kind === 'integer' || from.kind === 'bigint')) {
    if (to.kind === 'bigint') return value;
    if (to.kind === 'double') return Number(value);
  }
  if (typeof value === 'string' && to.kind === 'timestamp') return timestampLiteral(value, at);
  if (typeof value === 'string' && to.kind === 'date') return dateLiteral(value, at);
  return undefined;
}

export function timestampLiteral(text: string, at: Offset): bigint {
  const ns = parseTimestamp(text);
  if (ns === undefined) throw new SqlError(at, `'${text}' is not a valid timestamp literal`);
  return ns;
}

export function dateLiteral(text: string, at: Offset): bigint {
  const days = parseDate(text);
  if (days === undefined) throw new SqlError(at, `'${text}' is not a valid date literal`);
  return BigInt(days);
}
