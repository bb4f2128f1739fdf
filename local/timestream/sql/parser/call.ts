/** Function calls with all that may follow their arguments; primary.ts meets them. */
import type { Expression, Name } from '../ast';
import type { Subparser } from './subparser';
import type { TokenCursor } from './token-cursor';
import { sortItem, windowSpecification } from './window';

/** What follows the name of a function. */
export function call(cursor: TokenCursor, sub: Subparser, name: Name): Expression {
  cursor.expect('(');
  const star = cursor.accept('*');
  const distinct = !star && cursor.accept('DISTINCT');
  if (!star && !distinct) cursor.accept('ALL');
  const args = star || cursor.is(')') ? [] : cursor.list(() => sub.expression());
  const orderBy = extension(cursor, ['ORDER', 'BY'], 'ORDER BY inside a function', () => cursor.list(() => sortItem(cursor, sub)));
  cursor.expect(')');
  const filter = extension(cursor, ['FILTER', '('], 'FILTER', () => filterCondition(cursor, sub));
  // On no page of the language reference, but in the samples that AWS publishes.
  const ignoresNulls = cursor.accept('IGNORE', 'NULLS') ? true : cursor.accept('RESPECT', 'NULLS') ? false : undefined;
  const over = cursor.accept('OVER') ? windowSpecification(cursor, sub) : undefined;
  return {
    kind: 'call', at: name.at, name: name.text.toLowerCase(), arguments: args, star, distinct,
    ...(orderBy && { orderBy }), ...(filter && { filter }), ...(ignoresNulls !== undefined && { ignoresNulls }), ...(over && { over }),
  };
}

/** What follows the words, where they stand; undefined where they do not. */
function extension<T>(cursor: TokenCursor, words: readonly string[], construct: string, parse: () => T): T | undefined {
  const { at } = cursor;
  if (!cursor.accept(...words)) return undefined;
  cursor.allowExtension(at, construct);
  return parse();
}

function filterCondition(cursor: TokenCursor, sub: Subparser): Expression {
  cursor.expect('WHERE');
  const condition = sub.expression();
  cursor.expect(')');
  return condition;
}

/** GROUPING(a, b): which of the columns the row's grouping set leaves out. */
export function grouping(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  cursor.expect('GROUPING');
  cursor.allowExtension(at, 'GROUPING');
  cursor.expect('(');
  const columns = cursor.list(() => sub.expression());
  cursor.expect(')');
  return { kind: 'grouping', at, columns };
}
