/** What an expression begins with: literals, names, calls and brackets; CASE, CAST and their like are in special-form.ts. */
import type { Expression, Name } from '../ast';
import { notSupportedYet } from '../errors';
import { durationLiteral, isIntervalLiteral, quotedInterval } from './interval';
import { specialForm } from './special-form';
import type { Subparser } from './subparser';
import type { TokenCursor } from './token-cursor';
import { windowSpecification } from './window';

/** Keywords that are whole expressions; the checker knows them as functions without arguments. */
const keywordFunctions = ['CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME', 'LOCALTIMESTAMP', 'LOCALTIME'];

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
  const special = specialForm(cursor, sub);
  if (special !== undefined) return special;
  if (cursor.is('EXISTS')) throw notSupportedYet(at, 'EXISTS');
  if (cursor.is('ROW', '(')) throw notSupportedYet(at, 'ROW');
  if (isIntervalLiteral(cursor)) return quotedInterval(cursor);
  if (keywordFunctions.includes(key)) {
    cursor.take();
    return { kind: 'call', at, name: key.toLowerCase(), arguments: [], star: false, distinct: false };
  }
  return undefined;
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
