/** Type names as written in CAST and in the function table: `bigint`, `array(double)`, `interval day to second`. */
import type { TypeExpression } from '../ast';
import type { TokenCursor } from './token-cursor';

export function typeExpression(cursor: TokenCursor): TypeExpression {
  const { at } = cursor;
  let name = cursor.name().text.toLowerCase();
  // The only type names of several words.
  if (name === 'interval') {
    const from = cursor.name().text.toLowerCase();
    cursor.expect('TO');
    name = `interval ${from} to ${cursor.name().text.toLowerCase()}`;
  } else if (name === 'double') {
    cursor.accept('PRECISION');
  }
  const parsed: TypeExpression[] = [];
  if (cursor.accept('(')) {
    const isRow = name === 'row';
    parsed.push(...cursor.nested(() => cursor.list(() => (isRow ? rowField(cursor) : typeArgument(cursor)))));
    cursor.expect(')');
  }
  return { name, arguments: parsed, at };
}

/** `count bigint` or just `bigint`; a type of several words is no field with a name. */
function rowField(cursor: TokenCursor): TypeExpression {
  const beginsType = cursor.is('INTERVAL') || cursor.is('DOUBLE', 'PRECISION');
  if (beginsType || !cursor.isName(1)) return typeExpression(cursor);
  const field = cursor.name().text;
  return { ...typeExpression(cursor), field };
}

/** A number, as in varchar(10), is kept by its digits: the checker refuses such types by their whole name. */
function typeArgument(cursor: TokenCursor): TypeExpression {
  if (cursor.peek().kind !== 'integer') return typeExpression(cursor);
  const { text, at } = cursor.take();
  return { name: text, arguments: [], at };
}
