/** FROM: tables, subqueries, UNNEST and joins; called by select.ts. */
import type { JoinCondition, JoinKind, Name, Relation } from '../ast';
import { notSupportedYet, type Offset } from '../errors';
import { expression } from './expression';
import type { TokenCursor } from './token-cursor';

/** A comma between relations is a cross join. */
export function fromClause(cursor: TokenCursor): Relation {
  let left = joined(cursor);
  for (let steps = 1; cursor.is(','); steps += 1) {
    const { at } = cursor;
    cursor.expect(',');
    left = { kind: 'join', at, join: 'CROSS', left, right: cursor.nested(() => joined(cursor), steps) };
  }
  return left;
}

function joined(cursor: TokenCursor): Relation {
  let left = sampled(cursor);
  for (let steps = 1; ; steps += 1) {
    const { at } = cursor;
    const isNatural = cursor.accept('NATURAL');
    if (isNatural) cursor.allowExtension(at, 'NATURAL JOIN');
    const join = isNatural && cursor.is('CROSS') ? undefined : joinKind(cursor);
    if (join === undefined && isNatural) throw cursor.mismatch("'FULL', 'INNER', 'JOIN', 'LEFT', 'RIGHT'");
    if (join === undefined) return left;
    const right = cursor.nested(() => sampled(cursor), steps);
    if (isNatural) left = { kind: 'join', at, join, left, right, condition: { kind: 'natural' } };
    else left = { kind: 'join', at, join, left, right, ...(join !== 'CROSS' && { condition: joinCondition(cursor) }) };
  }
}

function joinKind(cursor: TokenCursor): JoinKind | undefined {
  if (cursor.accept('CROSS', 'JOIN')) return 'CROSS';
  if (cursor.accept('JOIN') || cursor.accept('INNER', 'JOIN')) return 'INNER';
  const outer = (['LEFT', 'RIGHT', 'FULL'] as const).find((word) => cursor.accept(word));
  if (outer === undefined) return undefined;
  cursor.accept('OUTER');
  cursor.expect('JOIN');
  return outer;
}

function joinCondition(cursor: TokenCursor): JoinCondition {
  if (cursor.accept('USING')) return { kind: 'using', columns: columnNames(cursor) };
  cursor.expect('ON');
  return { kind: 'on', expression: expression(cursor) };
}

/** Rows are chosen one by one: the documents of neither method promise more. */
function sampled(cursor: TokenCursor): Relation {
  const relation = aliased(cursor);
  const { at } = cursor;
  if (!cursor.accept('TABLESAMPLE')) return relation;
  cursor.allowExtension(at, 'TABLESAMPLE');
  if (!cursor.accept('BERNOULLI') && !cursor.accept('SYSTEM')) throw cursor.mismatch("'BERNOULLI', 'SYSTEM'");
  const percentage = inBrackets(cursor, () => expression(cursor));
  return { kind: 'sample', at, relation, percentage };
}

function aliased(cursor: TokenCursor): Relation {
  const { at } = cursor;
  const relation = plainRelation(cursor);
  if (cursor.is('FOR')) throw notSupportedYet(cursor.at, 'FOR after a table');
  const alias = cursor.alias();
  if (alias === undefined) return relation;
  return cursor.is('(')
    ? { kind: 'aliased', at, relation, alias, columns: columnNames(cursor) }
    : { kind: 'aliased', at, relation, alias };
}

function plainRelation(cursor: TokenCursor): Relation {
  const { at } = cursor;
  if (cursor.is('LATERAL', '(')) return lateral(cursor);
  if (cursor.is('VALUES')) throw cursor.mismatch("'(', <table name>");
  if (cursor.accept('UNNEST', '(')) return unnest(cursor, at);
  return cursor.is('(') ? bracketed(cursor) : tableName(cursor);
}

export function tableName(cursor: TokenCursor): Relation {
  const { at } = cursor;
  const name = [cursor.name()];
  while (cursor.accept('.')) name.push(cursor.name());
  if (cursor.is('(')) throw notSupportedYet(at, 'A table function');
  return { kind: 'table', at, name };
}

function lateral(cursor: TokenCursor): Relation {
  const { at } = cursor;
  cursor.expect('LATERAL');
  cursor.allowExtension(at, 'LATERAL');
  return { kind: 'lateral', at, query: inBrackets(cursor, () => cursor.query()) };
}

/** Brackets hold a query or a join; which, can stand deep inside them. */
function bracketed(cursor: TokenCursor): Relation {
  const { at } = cursor;
  const subquery = (): Relation => ({ kind: 'subquery', at, query: inBrackets(cursor, () => cursor.query()) });
  const join = () => inBrackets(cursor, () => fromClause(cursor));
  if (!cursor.beginsQuery()) return join();
  return cursor.is('(', '(') ? cursor.either(subquery, join) : subquery();
}

function inBrackets<T>(cursor: TokenCursor, parse: () => T): T {
  cursor.expect('(');
  const parsed = cursor.nested(parse);
  cursor.expect(')');
  return parsed;
}

function unnest(cursor: TokenCursor, at: Offset): Relation {
  const expressions = cursor.list(() => expression(cursor));
  cursor.expect(')');
  if (expressions.length > 1) cursor.allowExtension(at, 'UNNEST of several arrays');
  const { at: place } = cursor;
  const withOrdinality = cursor.accept('WITH', 'ORDINALITY');
  if (withOrdinality) cursor.allowExtension(place, 'WITH ORDINALITY');
  return { kind: 'unnest', at, expressions, withOrdinality };
}

/** `(a, b)` after a name. */
export function columnNames(cursor: TokenCursor): readonly Name[] {
  return inBrackets(cursor, () => cursor.list(() => cursor.name()));
}
