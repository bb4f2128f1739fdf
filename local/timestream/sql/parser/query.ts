/** WITH, the set operations, ORDER BY and LIMIT around SELECT; the select itself is in select.ts. */
import type { CommonTable, Query, QueryBody, SetOperation } from '../ast';
import { notSupportedYet, SqlError } from '../errors';
import { expression } from './expression';
import { select } from './select';
import type { TokenCursor } from './token-cursor';
import { sortItem } from './window';

export function query(cursor: TokenCursor): Query {
  return cursor.nested(() => {
    const tables = cursor.accept('WITH') ? commonTables(cursor) : [];
    const body = union(cursor);
    const orderBy = cursor.accept('ORDER', 'BY')
      ? cursor.list(() => sortItem(cursor, { expression: (power) => expression(cursor, power) }))
      : [];
    const rows = limit(cursor);
    return { with: tables, body, orderBy, ...(rows !== undefined && { limit: rows }) };
  }, 5);
}

function commonTables(cursor: TokenCursor): CommonTable[] {
  if (cursor.is('RECURSIVE')) throw notSupportedYet(cursor.at, 'WITH RECURSIVE');
  return cursor.list(() => {
    const name = cursor.name();
    const columns = cursor.is('(') ? columnNames(cursor) : undefined;
    cursor.expect('AS', '(');
    const inner = query(cursor);
    cursor.expect(')');
    return { name, query: inner, ...(columns && { columns }) };
  });
}

/** `(a, b)` after a name. */
export function columnNames(cursor: TokenCursor) {
  cursor.expect('(');
  const names = cursor.list(() => cursor.name());
  cursor.expect(')');
  return names;
}

function union(cursor: TokenCursor): QueryBody {
  return setOperations(cursor, ['UNION', 'EXCEPT'], () => setOperations(cursor, ['INTERSECT'], () => term(cursor)));
}

function setOperations(cursor: TokenCursor, words: readonly SetOperation['operator'][], operand: () => QueryBody): QueryBody {
  let left = operand();
  for (let steps = 1; ; steps += 1) {
    const { at } = cursor;
    const operator = words.find((word) => cursor.accept(word));
    if (operator === undefined) return left;
    const all = cursor.accept('ALL');
    if (!all) cursor.accept('DISTINCT');
    if (all && operator !== 'UNION') throw notSupportedYet(at, `${operator} ALL`);
    left = { kind: 'set', at, operator, all, left, right: cursor.nested(operand, steps) };
  }
}

function term(cursor: TokenCursor): QueryBody {
  const { at } = cursor;
  if (cursor.is('VALUES') || cursor.is('TABLE')) throw notSupportedYet(at, `${cursor.peek().key} as a query`);
  if (cursor.is('SELECT')) return select(cursor, query);
  if (!cursor.accept('(')) throw cursor.mismatch("'SELECT'");
  const inner = query(cursor);
  cursor.expect(')');
  return { kind: 'nested', at, query: inner };
}

function limit(cursor: TokenCursor): bigint | undefined {
  if (cursor.is('OFFSET') || cursor.is('FETCH')) throw notSupportedYet(cursor.at, cursor.peek().key);
  if (!cursor.accept('LIMIT') || cursor.accept('ALL')) return undefined;
  if (cursor.peek().kind !== 'integer') throw cursor.mismatch("'ALL', <integer>");
  const { text, at } = cursor.take();
  const rows = BigInt(text);
  if (rows > 9223372036854775807n) throw new SqlError(at, `Invalid limit: ${text}`);
  return rows;
}
