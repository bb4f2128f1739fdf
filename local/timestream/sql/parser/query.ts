/** WITH, the set operations, ORDER BY and LIMIT around SELECT; the select itself is in select.ts. */
import type { CommonTable, Expression, Query, QueryBody, SetOperation } from '../ast';
import type { Offset } from '../errors';
import { expression } from './expression';
import { columnNames, tableName } from './relation';
import { rowLimits } from './row-limits';
import { select } from './select';
import type { TokenCursor } from './token-cursor';
import { sortItem } from './window';

export function query(cursor: TokenCursor): Query {
  return cursor.nested(() => {
    const hasTables = cursor.accept('WITH');
    const recursive = hasTables && acceptRecursive(cursor);
    const tables = hasTables ? commonTables(cursor) : [];
    const body = union(cursor);
    const orderBy = cursor.accept('ORDER', 'BY')
      ? cursor.list(() => sortItem(cursor, { expression: (power) => expression(cursor, power) }))
      : [];
    return { with: tables, recursive, body, orderBy, ...rowLimits(cursor, orderBy.length > 0) };
  }, 5);
}

function acceptRecursive(cursor: TokenCursor): boolean {
  const { at } = cursor;
  if (!cursor.accept('RECURSIVE')) return false;
  cursor.allowExtension(at, 'WITH RECURSIVE');
  return true;
}

function commonTables(cursor: TokenCursor): CommonTable[] {
  return cursor.list(() => {
    const name = cursor.name();
    const columns = cursor.is('(') ? columnNames(cursor) : undefined;
    cursor.expect('AS', '(');
    const inner = query(cursor);
    cursor.expect(')');
    return { name, query: inner, ...(columns && { columns }) };
  });
}

function union(cursor: TokenCursor): QueryBody {
  return setOperations(cursor, ['UNION', 'EXCEPT'], () => setOperations(cursor, ['INTERSECT'], () => term(cursor)));
}

function setOperations(cursor: TokenCursor, words: readonly SetOperation['operator'][], operand: () => QueryBody): QueryBody {
  const { at: start } = cursor;
  let left = operand();
  for (let steps = 1; ; steps += 1) {
    const { at } = cursor;
    const operator = words.find((word) => cursor.accept(word));
    if (operator === undefined) return left;
    const all = cursor.accept('ALL');
    if (!all) cursor.accept('DISTINCT');
    const joins = left.kind === 'set' && steps > 1 && operator === 'UNION' && left.operator === operator && left.all === all;
    if (joins) steps -= 1;
    const side = { at, body: cursor.nested(operand, steps) };
    left = { kind: 'set', operator, all, sides: joins && left.kind === 'set' ? [...left.sides, side] : [{ at: start, body: left }, side] };
  }
}

function term(cursor: TokenCursor): QueryBody {
  const { at } = cursor;
  if (cursor.accept('TABLE')) return wholeTable(cursor, at);
  if (cursor.accept('VALUES')) return { kind: 'values', at, rows: cursor.list(() => valuesRow(expression(cursor))) };
  if (cursor.is('SELECT')) return select(cursor);
  if (!cursor.accept('(')) throw cursor.mismatch("'SELECT'");
  const inner = query(cursor);
  cursor.expect(')');
  return { kind: 'nested', at, query: inner };
}

/** TABLE t is SELECT * FROM t. */
function wholeTable(cursor: TokenCursor, at: Offset): QueryBody {
  cursor.allowExtension(at, 'TABLE as a query');
  const from = tableName(cursor);
  return { kind: 'select', at, distinct: false, items: [{ kind: 'star', start: at, end: cursor.end }], from, windows: [] };
}

/** (1, 'a') is a row of two columns; anything else is a column by itself. */
function valuesRow(parsed: Expression): readonly Expression[] {
  return parsed.kind === 'row' ? parsed.fields : [parsed];
}
