/** What an expression begins with: literals, names, calls, CASE, CAST and the special forms in brackets. */
import type { CaseBranch, Expression, Name } from '../ast';
import { notSupportedYet, SqlError, type Offset } from '../errors';
import { durationLiteral, isIntervalLiteral, quotedInterval } from './interval';
import type { TokenCursor } from './token-cursor';
import { typeExpression } from './type-expression';
import { windowSpecification } from './window';

/** The way back to expression.ts, handed in so that the two files do not import each other. */
export interface Subparser {
  expression(power?: number): Expression;
}

/** Keywords that are whole expressions; the checker knows them as functions without arguments. */
const keywordFunctions = ['CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME', 'LOCALTIMESTAMP', 'LOCALTIME'];

/** The operand of POSITION(x IN y) stops before IN. */
const ABOVE_IN = 5;

export function primary(cursor: TokenCursor, sub: Subparser): Expression {
  let parsed = unit(cursor, sub);
  for (let steps = 1; cursor.is('['); steps += 1) {
    const { at } = cursor;
    cursor.refuseLongChain(steps);
    cursor.expect('[');
    parsed = { kind: 'subscript', at, operand: parsed, index: sub.expression() };
    cursor.expect(']');
  }
  return parsed;
}

function unit(cursor: TokenCursor, sub: Subparser): Expression {
  const token = cursor.peek();
  const { at } = token;
  switch (token.kind) {
    case 'string':
      return { kind: 'string', at, value: cursor.take().text };
    case 'integer':
      return { kind: 'integer', at, value: BigInt(cursor.take().text) };
    case 'double':
      return { kind: 'double', at, value: Number(cursor.take().text) };
    case 'duration':
      return durationLiteral(cursor.take());
    case 'word':
      return keyword(cursor, sub) ?? named(cursor, sub);
    case 'quoted-name':
      return named(cursor, sub);
    default:
      return bracketed(cursor, sub);
  }
}

function bracketed(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  if (cursor.is('?')) throw notSupportedYet(at, 'The parameter ?');
  if (cursor.accept('@')) throw notSupportedYet(at, `The parameter @${cursor.name().text}`);
  if (!cursor.accept('(')) throw cursor.mismatch('<expression>');
  if (cursor.is('SELECT') || cursor.is('WITH') || cursor.is('VALUES')) throw notSupportedYet(at, 'A subquery as an expression');
  if (cursor.is(')', '->')) throw notSupportedYet(at, 'A lambda expression');
  const inner = sub.expression();
  if (cursor.is(',')) throw notSupportedYet(at, 'A row or lambda expression');
  cursor.expect(')');
  if (cursor.is('->')) throw notSupportedYet(at, 'A lambda expression');
  return inner;
}

/** The expressions that a keyword begins, or undefined when the word is a plain name. */
function keyword(cursor: TokenCursor, sub: Subparser): Expression | undefined {
  const { at, key } = cursor.peek();
  if (cursor.accept('NULL')) return { kind: 'null', at };
  if (cursor.accept('TRUE')) return { kind: 'boolean', at, value: true };
  if (cursor.accept('FALSE')) return { kind: 'boolean', at, value: false };
  if (cursor.accept('CASE')) return caseExpression(cursor, sub, at);
  if (cursor.accept('CAST')) return castExpression(cursor, sub, at, false);
  if (cursor.accept('TRY_CAST', '(')) return castRest(cursor, sub, at, true);
  if (cursor.accept('EXTRACT')) return extract(cursor, sub, at);
  if (cursor.accept('POSITION', '(')) return position(cursor, sub, at);
  if (cursor.accept('ARRAY', '[')) return array(cursor, sub, at);
  if (cursor.is('EXISTS')) throw notSupportedYet(at, 'EXISTS');
  if (cursor.is('ROW', '(')) throw notSupportedYet(at, 'ROW');
  if (isIntervalLiteral(cursor)) return quotedInterval(cursor);
  if (keywordFunctions.includes(key)) {
    cursor.take();
    return { kind: 'call', at, name: key.toLowerCase(), arguments: [], star: false, distinct: false };
  }
  return undefined;
}

function caseExpression(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const operand = cursor.is('WHEN') ? undefined : sub.expression();
  const branches: CaseBranch[] = [];
  while (cursor.accept('WHEN')) {
    const when = sub.expression();
    cursor.expect('THEN');
    branches.push({ when, then: sub.expression() });
  }
  if (branches.length === 0) throw cursor.mismatch("'WHEN'");
  const otherwise = cursor.accept('ELSE') ? sub.expression() : undefined;
  cursor.expect('END');
  return { kind: 'case', at, branches, ...(operand && { operand }), ...(otherwise && { otherwise }) };
}

function castExpression(cursor: TokenCursor, sub: Subparser, at: Offset, safe: boolean): Expression {
  cursor.expect('(');
  return castRest(cursor, sub, at, safe);
}

function castRest(cursor: TokenCursor, sub: Subparser, at: Offset, safe: boolean): Expression {
  const operand = sub.expression();
  cursor.expect('AS');
  const type = typeExpression(cursor);
  cursor.expect(')');
  return { kind: 'cast', at, operand, type, safe };
}

/** EXTRACT(YEAR FROM x) is year(x). */
function extract(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  cursor.expect('(');
  const field = cursor.name();
  cursor.expect('FROM');
  const operand = sub.expression();
  cursor.expect(')');
  const name = field.text.toLowerCase();
  if (!extractFields.includes(name)) throw new SqlError(field.at, `Invalid EXTRACT field: ${field.text}`);
  return { kind: 'call', at, name, arguments: [operand], star: false, distinct: false };
}

const extractFields = [
  'year', 'quarter', 'month', 'week', 'day', 'day_of_month', 'day_of_week', 'dow', 'day_of_year', 'doy',
  'year_of_week', 'yow', 'hour', 'minute', 'second',
];

/** POSITION(x IN y) is strpos(y, x). */
function position(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const wanted = sub.expression(ABOVE_IN);
  cursor.expect('IN');
  const text = sub.expression(ABOVE_IN);
  cursor.expect(')');
  return { kind: 'call', at, name: 'strpos', arguments: [text, wanted], star: false, distinct: false };
}

function array(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const elements = cursor.is(']') ? [] : cursor.list(() => sub.expression());
  cursor.expect(']');
  return { kind: 'array', at, elements };
}

/** A column, a call or a typed literal such as `date '2022-05-21'`. */
function named(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  if (!cursor.isName()) throw cursor.mismatch('<expression>');
  const first = cursor.name();
  if (cursor.peek().kind === 'string') return { kind: 'typed-literal', at, type: first.text.toLowerCase(), text: cursor.take().text };
  if (cursor.is('->')) throw notSupportedYet(at, 'A lambda expression');
  if (cursor.is('(')) return call(cursor, sub, first);
  const parts = [first];
  while (cursor.accept('.')) parts.push(cursor.name());
  if (cursor.is('(')) throw notSupportedYet(at, 'A function with a qualified name');
  return { kind: 'name', at, parts };
}

function call(cursor: TokenCursor, sub: Subparser, name: Name): Expression {
  cursor.expect('(');
  const star = cursor.accept('*');
  const distinct = !star && cursor.accept('DISTINCT');
  if (!star && !distinct) cursor.accept('ALL');
  const args = star || cursor.is(')') ? [] : cursor.list(() => sub.expression());
  if (cursor.is('ORDER')) throw notSupportedYet(cursor.at, 'ORDER BY inside a function');
  cursor.expect(')');
  if (cursor.is('FILTER', '(')) throw notSupportedYet(cursor.at, 'FILTER');
  if (cursor.is('IGNORE', 'NULLS') || cursor.is('RESPECT', 'NULLS')) throw notSupportedYet(cursor.at, `${cursor.peek().key} NULLS`);
  const over = cursor.accept('OVER') ? windowSpecification(cursor, sub) : undefined;
  return { kind: 'call', at: name.at, name: name.text.toLowerCase(), arguments: args, star, distinct, ...(over && { over }) };
}
