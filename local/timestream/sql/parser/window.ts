/** OVER (...): partitions, order and frame of a window function. */
import type { FrameBound, SortItem, WindowFrame, WindowSpecification } from '../ast';
import { notSupportedYet } from '../errors';
import type { Subparser } from './subparser';
import type { TokenCursor } from './token-cursor';

export function windowSpecification(cursor: TokenCursor, sub: Subparser): WindowSpecification {
  const { at } = cursor;
  if (!cursor.is('(')) throw notSupportedYet(at, 'A named window');
  cursor.expect('(');
  const partitionBy = cursor.accept('PARTITION', 'BY') ? cursor.list(() => sub.expression()) : [];
  const order = cursor.accept('ORDER', 'BY') ? cursor.list(() => sortItem(cursor, sub)) : [];
  const frame = windowFrame(cursor, sub);
  cursor.expect(')');
  return { at, partitionBy, orderBy: order, ...(frame && { frame }) };
}

/** NULLs come last in both directions unless the item says otherwise. */
export function sortItem(cursor: TokenCursor, sub: Subparser): SortItem {
  const start = cursor.at;
  const sorted = sub.expression();
  const { end } = cursor;
  const descending = cursor.accept('DESC');
  if (!descending) cursor.accept('ASC');
  const nullsFirst = cursor.accept('NULLS', 'FIRST');
  if (!nullsFirst && cursor.is('NULLS')) cursor.expect('NULLS', 'LAST');
  return { start, end, expression: sorted, descending, nullsFirst };
}

function windowFrame(cursor: TokenCursor, sub: Subparser): WindowFrame | undefined {
  const { at } = cursor;
  if (cursor.is('GROUPS')) throw notSupportedYet(at, 'A GROUPS frame');
  const unit = cursor.accept('ROWS') ? 'ROWS' : cursor.accept('RANGE') ? 'RANGE' : undefined;
  if (unit === undefined) return undefined;
  if (!cursor.accept('BETWEEN')) return { unit, start: frameBound(cursor, sub, unit), end: { kind: 'current row' } };
  const start = frameBound(cursor, sub, unit);
  cursor.expect('AND');
  return { unit, start, end: frameBound(cursor, sub, unit) };
}

function frameBound(cursor: TokenCursor, sub: Subparser, unit: 'ROWS' | 'RANGE'): FrameBound {
  if (cursor.accept('UNBOUNDED', 'PRECEDING')) return { kind: 'unbounded preceding' };
  if (cursor.accept('UNBOUNDED', 'FOLLOWING')) return { kind: 'unbounded following' };
  if (cursor.accept('CURRENT', 'ROW')) return { kind: 'current row' };
  if (unit === 'RANGE') throw notSupportedYet(cursor.at, 'A RANGE frame with an offset');
  const rows = sub.expression();
  if (cursor.accept('PRECEDING')) return { kind: 'preceding', rows };
  cursor.expect('FOLLOWING');
  return { kind: 'following', rows };
}
