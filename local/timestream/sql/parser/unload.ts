/** UNLOAD (query) TO 's3://...' WITH (options), for statement.ts; what the options mean is checked in ../../unload. */
import type { StringLiteral, UnloadOption, UnloadStatement } from '../ast';
import type { TokenCursor } from './token-cursor';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/supported-sql-constructs.UNLOAD.html */
export function unload(cursor: TokenCursor): UnloadStatement {
  const { at } = cursor;
  cursor.expect('UNLOAD', '(');
  const query = cursor.query();
  cursor.expect(')', 'TO');
  const to = stringLiteral(cursor);
  cursor.expect('WITH', '(');
  const options = cursor.list(() => option(cursor));
  cursor.expect(')');
  return { kind: 'unload', at, query, to, options };
}

function option(cursor: TokenCursor): UnloadOption {
  const name = cursor.name();
  cursor.expect('=');
  if (!cursor.accept('ARRAY')) return { name, value: stringLiteral(cursor) };
  cursor.expect('[');
  const value = cursor.list(() => stringLiteral(cursor));
  cursor.expect(']');
  return { name, value };
}

function stringLiteral(cursor: TokenCursor): StringLiteral {
  const { at } = cursor;
  return { value: cursor.string(), at };
}
