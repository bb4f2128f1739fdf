/** SELECT ... FROM ... WHERE ... GROUP BY ... HAVING: one select, without what may stand around it. */
import type { Name, NamedWindow, Select, SelectItem } from '../ast';
import { expression } from './expression';
import { groupBy } from './group-by';
import { fromClause } from './relation';
import type { TokenCursor } from './token-cursor';
import { windowDefinition } from './window';

export function select(cursor: TokenCursor): Select {
  const { at } = cursor;
  cursor.expect('SELECT');
  const distinct = cursor.accept('DISTINCT');
  if (!distinct) cursor.accept('ALL');
  const items = cursor.list(() => selectItem(cursor));
  const from = cursor.accept('FROM') ? fromClause(cursor) : undefined;
  const where = cursor.accept('WHERE') ? expression(cursor) : undefined;
  const grouping = cursor.accept('GROUP', 'BY') ? groupBy(cursor) : undefined;
  const having = cursor.accept('HAVING') ? spanned(cursor) : undefined;
  return {
    kind: 'select', at, distinct, items, windows: windows(cursor),
    ...(from && { from }), ...(where && { where }), ...(grouping && { groupBy: grouping }), ...(having && { having }),
  };
}

/** WINDOW w AS (...), v AS (...) */
function windows(cursor: TokenCursor): readonly NamedWindow[] {
  const { at } = cursor;
  if (!cursor.accept('WINDOW')) return [];
  cursor.allowExtension(at, 'WINDOW');
  return cursor.list(() => {
    const name = cursor.name();
    cursor.expect('AS');
    return { name, specification: windowDefinition(cursor, { expression: (power) => expression(cursor, power) }) };
  });
}

function spanned(cursor: TokenCursor) {
  const start = cursor.at;
  const parsed = expression(cursor);
  return { expression: parsed, start, end: cursor.end };
}

function selectItem(cursor: TokenCursor): SelectItem {
  const start = cursor.at;
  if (cursor.accept('*')) return { kind: 'star', start, end: cursor.end };
  if (isQualifiedStar(cursor)) {
    const qualifier: Name[] = [];
    for (; !cursor.accept('*'); cursor.expect('.')) qualifier.push(cursor.name());
    return { kind: 'star', qualifier, start, end: cursor.end };
  }
  const item = spanned(cursor);
  const alias = cursor.alias();
  return { kind: 'expression', ...item, ...(alias && { alias }) };
}

/** `t.*` or `database.table.*`. */
function isQualifiedStar(cursor: TokenCursor): boolean {
  let ahead = 0;
  while (cursor.isName(ahead) && cursor.peek(ahead + 1).kind === 'symbol' && cursor.peek(ahead + 1).key === '.') ahead += 2;
  return ahead > 0 && cursor.peek(ahead).kind === 'symbol' && cursor.peek(ahead).key === '*';
}
