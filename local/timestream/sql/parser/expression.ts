/** Expressions by precedence climbing (Pratt): prefix, infix and predicates; primaries come from primary.ts. */
import type { BinaryOperator, ComparisonOperator, Expression, Quantifier } from '../ast';
import { notSupportedYet } from '../errors';
import { primary } from './primary';
import type { TokenCursor } from './token-cursor';

/** Binding strength, weakest first. A predicate does not chain: `a = b = c` is no expression. */
const OR = 1;
const AND = 2;
const NOT = 3;
const PREDICATE = 4;
/** From here on an expression is a value, as the operands of BETWEEN and LIKE must be. */
export const VALUE = 5;
const UNARY = 8;

const operators: Readonly<Record<string, { readonly operator: BinaryOperator; readonly power: number }>> = {
  '=': { operator: '=', power: PREDICATE },
  '<>': { operator: '<>', power: PREDICATE },
  '!=': { operator: '<>', power: PREDICATE },
  '<': { operator: '<', power: PREDICATE },
  '<=': { operator: '<=', power: PREDICATE },
  '>': { operator: '>', power: PREDICATE },
  '>=': { operator: '>=', power: PREDICATE },
  '||': { operator: '||', power: 5 },
  '+': { operator: '+', power: 6 },
  '-': { operator: '-', power: 6 },
  '*': { operator: '*', power: 7 },
  '/': { operator: '/', power: 7 },
  '%': { operator: '%', power: 7 },
};

/** Parses an expression whose operators all bind at least as strongly as `power`. */
export function expression(cursor: TokenCursor, power = OR): Expression {
  return cursor.nested(() => infix(cursor, prefix(cursor), power));
}

function prefix(cursor: TokenCursor): Expression {
  const { at } = cursor;
  if (cursor.accept('NOT')) return { kind: 'not', at, operand: expression(cursor, NOT) };
  if (cursor.accept('-')) {
    // The least bigint has no positive counterpart, so the sign belongs to the number.
    if (cursor.peek().kind === 'integer') return { kind: 'integer', at, value: -BigInt(cursor.take().text) };
    return { kind: 'negate', at, operand: expression(cursor, UNARY) };
  }
  if (cursor.accept('+')) return expression(cursor, UNARY);
  return primary(cursor, { expression: (power) => expression(cursor, power) });
}

/** Extends `left` while stronger operators follow. Each step deepens the tree by one, which counts as nesting. */
function infix(cursor: TokenCursor, first: Expression, power: number): Expression {
  let left = first;
  let limit = UNARY;
  for (let steps = 0; ; steps += 1) {
    cursor.refuseLongChain(steps);
    const { at } = cursor;
    const token = cursor.peek();
    const known = token.kind === 'symbol' ? operators[token.key] : undefined;
    if (known !== undefined && known.power >= power && known.power < limit) {
      cursor.take();
      left = quantified(cursor, known.operator, left, at)
        ?? { kind: 'binary', at, operator: known.operator, left, right: expression(cursor, known.power + 1) };
      limit = known.power === PREDICATE ? PREDICATE : limit;
    } else if (power <= PREDICATE && PREDICATE < limit && beginsPredicate(cursor)) {
      left = predicate(cursor, left);
      limit = PREDICATE;
    } else if (power <= AND && cursor.is('AND')) {
      left = chain(cursor, 'and', left, NOT);
    } else if (power <= OR && cursor.is('OR')) {
      left = chain(cursor, 'or', left, AND);
    } else if (cursor.is('AT', 'TIME', 'ZONE')) {
      throw notSupportedYet(at, 'AT TIME ZONE');
    } else {
      return left;
    }
  }
}

/** `a AND b AND c` as one node of three, so that a long filter is not a deep tree. */
function chain(cursor: TokenCursor, kind: 'and' | 'or', first: Expression, power: number): Expression {
  const { at } = cursor;
  const operands = [first];
  while (cursor.accept(kind.toUpperCase())) operands.push(expression(cursor, power));
  return { kind, at, operands };
}

function beginsPredicate(cursor: TokenCursor): boolean {
  const ahead = cursor.is('NOT') ? 1 : 0;
  const { kind, key } = cursor.peek(ahead);
  return kind === 'word' && (['BETWEEN', 'IN', 'LIKE'].includes(key) || (key === 'IS' && ahead === 0));
}

function predicate(cursor: TokenCursor, operand: Expression): Expression {
  const { at } = cursor;
  if (cursor.accept('IS')) return isPredicate(cursor, operand, at);
  const negated = cursor.accept('NOT');
  const positive = plainPredicate(cursor, operand);
  return negated ? { kind: 'not', at, operand: positive } : positive;
}

function isPredicate(cursor: TokenCursor, operand: Expression, at: number): Expression {
  const negated = cursor.accept('NOT');
  const positive = cursor.accept('DISTINCT') ? isDistinct(cursor, operand, at) : isNull(cursor, operand, at);
  return negated ? { kind: 'not', at, operand: positive } : positive;
}

function isNull(cursor: TokenCursor, operand: Expression, at: number): Expression {
  cursor.expect('NULL');
  return { kind: 'is-null', at, operand };
}

function isDistinct(cursor: TokenCursor, left: Expression, at: number): Expression {
  cursor.allowExtension(at, 'IS DISTINCT FROM');
  cursor.expect('FROM');
  return { kind: 'is-distinct', at, left, right: expression(cursor, VALUE) };
}

function plainPredicate(cursor: TokenCursor, operand: Expression): Expression {
  const { at } = cursor;
  if (cursor.accept('BETWEEN')) {
    const low = expression(cursor, VALUE);
    cursor.expect('AND');
    return { kind: 'between', at, operand, low, high: expression(cursor, VALUE) };
  }
  if (cursor.accept('LIKE')) {
    const pattern = expression(cursor, VALUE);
    return cursor.accept('ESCAPE')
      ? { kind: 'like', at, operand, pattern, escape: expression(cursor, VALUE) }
      : { kind: 'like', at, operand, pattern };
  }
  cursor.expect('IN');
  const list = (): Expression => ({ kind: 'in', at, operand, options: inBrackets(cursor, () => cursor.list(() => expression(cursor))) });
  const subquery = (): Expression => ({ kind: 'in-query', at, operand, query: inBrackets(cursor, () => cursor.query()) });
  if (!cursor.beginsQuery()) return list();
  // IN ((SELECT 1)) is a list of a scalar subquery, like IN ((SELECT 1), 2); IN ((SELECT 1) UNION SELECT 2) is none.
  return cursor.is('(', '(') ? cursor.either(list, subquery) : subquery();
}

function inBrackets<T>(cursor: TokenCursor, parse: () => T): T {
  cursor.expect('(');
  const parsed = parse();
  cursor.expect(')');
  return parsed;
}

const quantifiers: Readonly<Record<string, Quantifier>> = { ALL: 'ALL', ANY: 'ANY', SOME: 'ANY' };

/** `= ANY (query)`; undefined when no quantifier follows the operator. */
function quantified(cursor: TokenCursor, operator: BinaryOperator, operand: Expression, at: number): Expression | undefined {
  const { kind, key } = cursor.peek();
  const quantifier = kind === 'word' ? quantifiers[key] : undefined;
  if (quantifier === undefined || !isComparison(operator) || !cursor.is(key, '(')) return undefined;
  cursor.take();
  if (!cursor.beginsQuery()) throw cursor.mismatch("'(' <query> ')': a list is written (VALUES 1, 2)");
  return { kind: 'quantified', at, operator, quantifier, operand, query: inBrackets(cursor, () => cursor.query()) };
}

function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return operators[operator]?.power === PREDICATE;
}
