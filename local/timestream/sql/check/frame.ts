/** Window frames: their ends in order, and how far an offset reaches along the key that the rows are sorted by. */
import type { FrameBound, WindowFrame } from '../ast';
import type { Bound, BoundFrame, BoundSort } from '../bound';
import { mayBeNaN } from '../bound-tree';
import { notSupportedYet, SqlError, type Offset } from '../errors';
import { addMonths, addMonthsToDate } from '../functions/calendar';
import { printArguments, type Printed } from '../functions/function';
import { bind } from '../print/binding';
import { bound } from '../print/elements';
import { raise, raiseAs } from '../print/raise';
import { ns, NS_PER_DAY } from '../print/whole-numbers';
import { commonType, isNumeric, scalar, typeName, type SqlType } from '../types';
import { coerce } from './coerce';
import type { Check } from './expression';

/** The order in which the bounds of a frame lie. */
const places = ['unbounded preceding', 'preceding', 'current row', 'following', 'unbounded following'];

const INVALID_OFFSET = 'Window frame offset value must not be negative or null';

interface CheckedFrame {
  /** As given, but for a key that offsets count along in other units. */
  readonly orderBy: readonly BoundSort[];
  readonly frame: BoundFrame;
}

export function checkFrame({ unit, start, end }: WindowFrame, orderBy: readonly BoundSort[], at: Offset, check: Check): CheckedFrame {
  if (start.kind === 'unbounded following') throw new SqlError(at, 'Window frame start cannot be UNBOUNDED FOLLOWING');
  if (end.kind === 'unbounded preceding') throw new SqlError(at, 'Window frame end cannot be UNBOUNDED PRECEDING');
  if (places.indexOf(start.kind) > places.indexOf(end.kind)) {
    throw new SqlError(at, `Window frame starting from ${start.kind.toUpperCase()} cannot end with ${end.kind.toUpperCase()}`);
  }
  const ends = [start, end].map((side): FrameEnd => ({ kind: side.kind, ...('offset' in side && { offset: check(side.offset) }) }));
  if (unit === 'GROUPS' && orderBy.length === 0) throw new SqlError(at, 'Window frame of type GROUPS requires ORDER BY');
  return unit === 'RANGE' ? rangeFrame(ends, orderBy, at) : { orderBy, frame: frameOf(unit, ends, (offset) => count(offset, unit)) };
}

interface FrameEnd {
  readonly kind: FrameBound['kind'];
  readonly offset?: Bound;
}

function frameOf(unit: BoundFrame['unit'], ends: readonly FrameEnd[], distance: (offset: Bound, direction: FrameEnd['kind']) => Bound): BoundFrame {
  return { unit, bounds: ends.map(({ kind, offset }) => ({ words: kind.toUpperCase(), ...(offset && { offset: distance(offset, kind) }) })) };
}

function count(offset: Bound, unit: BoundFrame['unit']): Bound {
  if (!['integer', 'bigint', 'unknown'].includes(offset.type.kind)) {
    throw new SqlError(offset.at, `Window frame ${unit} offset must be a whole number (actual: ${typeName(offset.type)})`);
  }
  return checkedOffset(coerce(offset, scalar('bigint')));
}

/** The offset itself, where it is neither NULL nor negative. */
function checkedOffset(offset: Bound): Bound {
  if (offset.kind === 'literal') {
    if (offset.value === null || Number(offset.value) < 0) throw new SqlError(offset.at, INVALID_OFFSET);
    return offset;
  }
  return distance([offset], offset.type, (value) => value.sql);
}

/** An expression of offset and key that fails for an offset that is none. */
function distance(args: readonly Bound[], type: SqlType, print: (offset: Printed, key: Printed) => string): Bound {
  const [offset] = args;
  const endless = (value: string) => (offset?.type.kind === 'double' ? ` OR NOT isfinite(${value})` : '');
  return {
    kind: 'call', at: offset?.at ?? 0, type, arguments: args, passesNaN: true,
    print: printArguments((...given) => bind(given, (value = '', key = value) =>
      `CASE WHEN ${value} IS NULL OR ${value} < 0${endless(value)} THEN ${raiseAs(type, INVALID_OFFSET)} ELSE ` +
      `${print(bound(value, given[0]?.type ?? type), bound(key, given[1]?.type ?? type))} END`)),
  };
}

function rangeFrame(ends: readonly FrameEnd[], orderBy: readonly BoundSort[], at: Offset): CheckedFrame {
  const offsets = ends.flatMap(({ offset }) => offset ?? []);
  const [first] = offsets;
  if (first === undefined) return { orderBy, frame: frameOf('RANGE', ends, (offset) => offset) };
  const [sort, ...others] = orderBy;
  if (sort === undefined) throw new SqlError(at, 'Window frame of type RANGE PRECEDING or FOLLOWING requires ORDER BY');
  if (others.length > 0) {
    throw new SqlError(at, `Window frame of type RANGE PRECEDING or FOLLOWING requires single sort item in ORDER BY (actual: ${orderBy.length})`);
  }
  const key = sort.expression;
  if (isNumeric(key.type)) {
    const type = offsets.reduce<SqlType | undefined>((known, offset) => known && commonType(known, offset.type), key.type);
    if (type === undefined || !isNumeric(type)) return refuseOffset(first, key);
    if (mayBeNaN(key)) throw notSupportedYet(key.at, 'A RANGE frame with an offset over doubles that may be NaN');
    return { orderBy: [{ ...sort, expression: coerce(key, type) }], frame: frameOf('RANGE', ends, (offset) => checkedOffset(coerce(offset, type))) };
  }
  if (key.type.kind !== 'timestamp' && key.type.kind !== 'date') return refuseOffset(first, key);
  return {
    orderBy: [{ ...sort, expression: key.type.kind === 'date' ? dayNumber(key) : key }],
    frame: frameOf('RANGE', ends, (offset, kind) => timeDistance(offset, key, (kind === 'following') !== sort.descending)),
  };
}

function refuseOffset(offset: Bound, key: Bound): never {
  throw new SqlError(offset.at, `Window frame RANGE value type (${typeName(offset.type)}) not compatible with sort item type (${typeName(key.type)})`);
}

const days = (date: string) => `CAST(${date} - DATE '1970-01-01' AS BIGINT)`;

/** Dates are sorted by their number, so that days can be counted along them. */
function dayNumber(date: Bound): Bound {
  return { kind: 'call', at: date.at, type: scalar('bigint'), arguments: [date], passesNaN: true, print: printArguments((x) => days(x.sql)) };
}

/**
 * How far the frame reaches from the key of a row: nanoseconds from a timestamp, days from a date. Months are as long as
 * they are there.
 */
function timeDistance(offset: Bound, key: Bound, isLater: boolean): Bound {
  const isDate = key.type.kind === 'date';
  if (offset.type.kind === 'interval year to month') {
    const moved = (months: Printed, from: Printed) => {
      const signed = bound(`CAST(${isLater ? '' : '-'}${months.sql} AS INTEGER)`, months.type);
      return isDate ? days(addMonthsToDate(from, signed)) : addMonths(from, signed);
    };
    // A row without a key has no place to reach from; its frame is all the others like it.
    return distance([offset, key], scalar('bigint'), (months, from) =>
      `coalesce(abs(${moved(months, from)} - ${isDate ? days(from.sql) : from.sql}), 0)`);
  }
  if (offset.type.kind !== 'interval day to second') return refuseOffset(offset, key);
  if (!isDate) return checkedOffset(offset);
  return distance([offset], scalar('bigint'), ({ sql }) =>
    `CASE WHEN ${sql} % ${ns(NS_PER_DAY)} <> 0 THEN ${raise('Cannot add hour, minutes or seconds to a date')} ELSE ${sql} // ${ns(NS_PER_DAY)} END`);
}
