/** SELECT ... FROM ... WHERE ... GROUP BY ... HAVING: one select, without what may stand around it. */
import type { Expression, JoinKind, Query, Relation, Select, SelectItem } from '../ast';
import { notSupportedYet } from '../errors';
import { expression } from './expression';
import type { TokenCursor } from './token-cursor';

/** The way back to query.ts for subqueries, handed in so that the two files do not import each other. */
type ParseQuery = (cursor: TokenCursor) => Query;

export function select(cursor: TokenCursor, parseQuery: ParseQuery): Select {
  const { at } = cursor;
  cursor.expect('SELECT');
  const distinct = cursor.accept('DISTINCT');
  if (!distinct) cursor.accept('ALL');
  const items = cursor.list(() => selectItem(cursor));
  const from = cursor.accept('FROM') ? fromClause(cursor, parseQuery) : undefined;
  const where = cursor.accept('WHERE') ? expression(cursor) : undefined;
  const groupBy = cursor.accept('GROUP', 'BY') ? grouping(cursor) : undefined;
  const having = cursor.accept('HAVING') ? spanned(cursor) : undefined;
  if (cursor.is('WINDOW')) throw notSupportedYet(cursor.at, 'WINDOW');
  return {
    kind: 'select', at, distinct, items,
    ...(from && { from }), ...(where && { where }), ...(groupBy && { groupBy }), ...(having && { having }),
  };
}

function spanned(cursor: TokenCursor) {
  const start = cursor.at;
  const parsed = expression(cursor);
  return { expression: parsed, start, end: cursor.end };
}

function selectItem(cursor: TokenCursor): SelectItem {
  const start = cursor.at;
  if (cursor.accept('*')) return { kind: 'star', start, end: cursor.end };
  if (cursor.isName() && cursor.peek(1).key === '.' && cursor.peek(2).key === '*' && cursor.peek(2).kind === 'symbol') {
    const qualifier = cursor.name();
    cursor.expect('.', '*');
    return { kind: 'star', qualifier, start, end: cursor.end };
  }
  const item = spanned(cursor);
  const alias = cursor.alias();
  return { kind: 'expression', ...item, ...(alias && { alias }) };
}

function grouping(cursor: TokenCursor): Expression[] {
  if (cursor.accept('(', ')')) return [];
  if (!cursor.accept('ALL')) cursor.accept('DISTINCT');
  return cursor.list(() => {
    if (cursor.is('GROUPING', 'SETS')) throw notSupportedYet(cursor.at, 'GROUPING SETS');
    if (cursor.is('CUBE') || cursor.is('ROLLUP')) throw notSupportedYet(cursor.at, cursor.peek().key);
    return expression(cursor);
  });
}

/** A comma between relations is a cross join. */
function fromClause(cursor: TokenCursor, parseQuery: ParseQuery): Relation {
  let left = joined(cursor, parseQuery);
  for (let steps = 1; cursor.is(','); steps += 1) {
    const { at } = cursor;
    cursor.expect(',');
    left = { kind: 'join', at, join: 'CROSS', left, right: cursor.nested(() => joined(cursor, parseQuery), steps) };
  }
  return left;
}

function joined(cursor: TokenCursor, parseQuery: ParseQuery): Relation {
  let left = aliased(cursor, parseQuery);
  for (let steps = 1; ; steps += 1) {
    const { at } = cursor;
    const join = joinKind(cursor);
    if (join === undefined) return left;
    const right = cursor.nested(() => aliased(cursor, parseQuery), steps);
    left = join === 'CROSS'
      ? { kind: 'join', at, join, left, right }
      : { kind: 'join', at, join, left, right, on: joinCondition(cursor) };
  }
}

function joinKind(cursor: TokenCursor): JoinKind | undefined {
  if (cursor.is('NATURAL')) throw notSupportedYet(cursor.at, 'NATURAL JOIN');
  if (cursor.accept('CROSS', 'JOIN')) return 'CROSS';
  if (cursor.accept('JOIN') || cursor.accept('INNER', 'JOIN')) return 'INNER';
  const outer = (['LEFT', 'RIGHT', 'FULL'] as const).find((word) => cursor.accept(word));
  if (outer === undefined) return undefined;
  cursor.accept('OUTER');
  cursor.expect('JOIN');
  return outer;
}

function joinCondition(cursor: TokenCursor): Expression {
  if (cursor.is('USING')) throw notSupportedYet(cursor.at, 'JOIN ... USING');
  cursor.expect('ON');
  return expression(cursor);
}

function aliased(cursor: TokenCursor, parseQuery: ParseQuery): Relation {
  const { at } = cursor;
  const relation = plainRelation(cursor, parseQuery);
  if (cursor.is('TABLESAMPLE')) throw notSupportedYet(cursor.at, 'TABLESAMPLE');
  const alias = cursor.alias();
  if (alias === undefined) return relation;
  if (!cursor.accept('(')) return { kind: 'aliased', at, relation, alias };
  const columns = cursor.list(() => cursor.name());
  cursor.expect(')');
  return { kind: 'aliased', at, relation, alias, columns };
}

function plainRelation(cursor: TokenCursor, parseQuery: ParseQuery): Relation {
  const { at } = cursor;
  if (cursor.is('UNNEST') || cursor.is('LATERAL') || cursor.is('VALUES')) throw notSupportedYet(at, cursor.peek().key);
  if (cursor.is('(', 'VALUES')) throw notSupportedYet(at, 'VALUES');
  if (cursor.accept('(')) {
    const isQuery = cursor.is('SELECT') || cursor.is('WITH') || cursor.is('(');
    const inner: Relation = isQuery ? { kind: 'subquery', at, query: parseQuery(cursor) } : fromClause(cursor, parseQuery);
    cursor.expect(')');
    return inner;
  }
  const name = [cursor.name()];
  while (cursor.accept('.')) name.push(cursor.name());
  if (cursor.is('(')) throw notSupportedYet(at, 'A table function');
  return { kind: 'table', at, name };
}
