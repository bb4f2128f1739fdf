/** OVER (...): partitions, order and frame of a window function. */
import type { FrameBound, SortItem, WindowFrame, WindowSpecification } from '../ast';
import type { Subparser } from './subparser';
import type { TokenCursor } from './token-cursor';

/** What follows OVER. */
export function windowSpecification(cursor: TokenCursor, sub: Subparser): WindowSpecification {
  const { at } = cursor;
  if (!cursor.isName()) return windowDefinition(cursor, sub);
  cursor.allowExtension(at, 'A named window');
  return { at, base: { name: cursor.name(), isWhole: true }, partitionBy: [], orderBy: [] };
}

/** What stands in the brackets; it may begin with the name of a window that it adds to. */
export function windowDefinition(cursor: TokenCursor, sub: Subparser): WindowSpecification {
  const { at } = cursor;
  cursor.expect('(');
  const base = cursor.isName() && !beginsWindow(cursor) ? baseWindow(cursor) : undefined;
  const partitionBy = cursor.accept('PARTITION', 'BY') ? cursor.list(() => sub.expression()) : [];
  const order = cursor.accept('ORDER', 'BY') ? cursor.list(() => sortItem(cursor, sub)) : [];
  const frame = windowFrame(cursor, sub);
  cursor.expect(')');
  return { at, partitionBy, orderBy: order, ...(base && { base }), ...(frame && { frame }) };
}

/** The words that begin a window's clauses are legal names, too. */
function beginsWindow(cursor: TokenCursor): boolean {
  return cursor.is('PARTITION', 'BY') || ['ROWS', 'RANGE', 'GROUPS'].some((word) => cursor.is(word) && cursor.peek(1).key !== ')');
}

function baseWindow(cursor: TokenCursor) {
  cursor.allowExtension(cursor.at, 'A named window');
  return { name: cursor.name(), isWhole: false };
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
  const unit = (['ROWS', 'RANGE', 'GROUPS'] as const).find((word) => cursor.accept(word));
  if (unit === undefined) return undefined;
  if (unit === 'GROUPS') cursor.allowExtension(at, 'A GROUPS frame');
  if (!cursor.accept('BETWEEN')) return { unit, start: frameBound(cursor, sub), end: { kind: 'current row' } };
  const start = frameBound(cursor, sub);
  cursor.expect('AND');
  return { unit, start, end: frameBound(cursor, sub) };
}

function frameBound(cursor: TokenCursor, sub: Subparser): FrameBound {
  if (cursor.accept('UNBOUNDED', 'PRECEDING')) return { kind: 'unbounded preceding' };
  if (cursor.accept('UNBOUNDED', 'FOLLOWING')) return { kind: 'unbounded following' };
  if (cursor.accept('CURRENT', 'ROW')) return { kind: 'current row' };
  const offset = sub.expression();
  if (cursor.accept('PRECEDING')) return { kind: 'preceding', offset };
  cursor.expect('FOLLOWING');
  return { kind: 'following', offset };
}
